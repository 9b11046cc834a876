// Reads several things as of one moment, and says which.
import type { Sql } from '../../base/database/sql.ts';
import { type Dimension, doesOverlap } from './dimensions.ts';
import { filterDimensions, type MetricFilter } from './filter.ts';

/** The moments up to which the figures are exact. */
export interface AsOf {
  readonly facts: Date;
  /** Of who is in which segment and stage too: time alone may change that, and so may what was saved since. */
  readonly memberships: Date;
}

/** What a report is made of. */
interface Asked {
  readonly by?: readonly Dimension[];
  readonly where: MetricFilter | null;
}

export function asOfFor(asOf: AsOf, asked: readonly Asked[]): Date {
  const dimensions = asked.flatMap(({ by = [], where }) => [...by, ...filterDimensions(where ?? {})]);
  return doesOverlap(dimensions) ? asOf.memberships : asOf.facts;
}

const stale = (what: string, state: string) => `exists (select from ${what} d
  left join ${state} s on s.${what}_id = d.id and s.revision = d.revision where s.${what}_id is null)`;

const open = new WeakMap<Sql, AsOf>();

/** All statements of `work` see the same state of the database, which is exact as of `asOf`. Within another it joins that. */
export function readSnapshot<T>(sql: Sql, work: (tx: Sql, asOf: AsOf) => Promise<T>): Promise<T> {
  const joined = open.get(sql);
  if (joined) return work(sql, joined);
  return sql.transaction(async tx => {
    await tx.query('set transaction isolation level repeatable read read only');
    // Facts are those of the last refresh; without marks nothing has changed since.
    const row = await tx.one<{ facts: Date; memberships: Date }>(
      `select case when marked then refreshed else now() end as facts,
         case when marked or moved then refreshed else now() end as memberships
       from (
         select exists (select from change_mark) as marked,
           exists (select from customer_due where due_at <= now())
             or ${stale('segment', 'segment_state')} or ${stale('journey', 'journey_state')} as moved,
           coalesce((select (value ->> 'asOf')::timestamptz from setting where key = 'refresh'), 'epoch') as refreshed
       ) as_of`,
      [],
      'metrics-as-of',
    );
    open.set(tx, row!);
    return work(tx, row!);
  });
}
