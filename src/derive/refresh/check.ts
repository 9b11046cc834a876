// Recounts a few things at random, so that a fault in the upkeep of figures, segments or journeys is known within a night.
import type { Sql } from '../../base/database/sql.ts';
import { mark } from '../../ingest/marks/marks.ts';
import { checkVisits } from '../journeys/check-visits.ts';
import { checkColumns } from '../metrics/columns/check-columns.ts';
import { checkFacts, checkRollups } from '../metrics/facts/check-facts.ts';
import type { FactKind } from '../metrics/kinds.ts';
import { checkMembers } from '../segments/check-members.ts';

export interface Checked {
  readonly subjects: number;
  readonly wrongFacts: number;
  readonly rollups: number;
  readonly wrongRollups: number;
  /** Of the copy that lies column by column. */
  readonly wrongColumns: number;
  /** Those of the subjects whose memberships and visits were looked at: nothing of theirs waits for a refresh. */
  readonly customers: number;
  readonly wrongMembers: number;
  readonly wrongVisits: number;
}

/** Subjects of each sort, and days, that are looked at. */
const SUBJECTS = 100;
const DAYS = 20;

/** `now` is the database's own moment unless told. */
export interface CheckOptions {
  readonly subjects?: number;
  readonly days?: number;
  readonly now?: Date | null;
}

/** Whoever is wrong in any of it is marked, so that the next refresh counts them anew. */
export async function checkFigures(
  sql: Sql,
  { subjects = SUBJECTS, days = DAYS, now = null }: CheckOptions = {},
): Promise<Checked> {
  return sql.transaction(async tx => {
    // What a refresh commits meanwhile is not seen: nothing is compared with something newer.
    await tx.query('set transaction isolation level repeatable read');
    const sample = await tx.query<{ id: number }>(RANDOM_SUBJECTS, [subjects]);
    const ids = sample.map(row => row.id);
    const [settled] = await tx.query<{ ids: number[]; now: Date }>(SETTLED, [ids, now]);
    const wrong = await checkFacts(tx, ids);
    const visits = await checkVisits(tx, settled!.ids, settled!.now);
    const members = await checkMembers(tx, settled!.ids, settled!.now);
    await mark(tx, {
      customers: [...wrong.subjects.filter(id => id > 0), ...visits, ...members],
      gone: wrong.subjects.filter(id => id < 0).map(id => -id),
    });
    const total = { rollups: 0, wrongRollups: 0, wrongColumns: 0 };
    for (const { day, kinds } of await tx.query<{ day: Date; kinds: FactKind[] }>(RANDOM_DAYS, [days])) {
      const { rollups, wrong } = await checkRollups(tx, kinds, day);
      total.rollups += rollups;
      total.wrongRollups += wrong;
      total.wrongColumns += await checkColumns(tx, kinds, day);
    }
    return {
      subjects: ids.length,
      wrongFacts: wrong.facts,
      ...total,
      customers: settled!.ids.length,
      wrongMembers: members.length,
      wrongVisits: visits.length,
    };
  });
}

/** Rows at random places of an index: what is stored and what was counted, since either may lack the other. */
const around = (table: string, id: string) => `
  select r.* from (select min(${id}) as low, max(${id}) as high from ${table}) ends,
    generate_series(1, $1::int) n,
    lateral (select low + floor(random() * (high - low + 1) + 0 * n)::bigint as place offset 0) p,
    lateral (select * from ${table} t where t.${id} >= p.place order by t.${id} limit 1) r`;

const RANDOM_SUBJECTS = `
select id from (
select id from (${around('customer', 'id')}) c
union select coalesce(customer_id, -id) from (${around('interaction', 'id')}) i
union select coalesce(customer_id, -id) from (${around('survey_response', 'id')}) r
union select coalesce(customer_id, -id) from (${around('survey_invitation', 'id')}) v
union select subject from (${around('metric_fact', 'source_id')}) f
) s where not exists (select from set_aside a where a.subject = s.id and not a.partial)`;

/** Customers of whom the next refresh would not look at anything, and whom none failed to work off. */
const SETTLED = `
with t as (select coalesce($2::timestamptz, now()) as now)
select now, array_to_json(array(
  select id from unnest($1::bigint[]) c(id)
  where id > 0 and not exists (select from change_mark m where m.subject = c.id)
    and not exists (select from set_aside a where a.subject = c.id and not a.partial)
    and not exists (select from customer_due d where d.customer_id = c.id and d.due_at <= t.now)
)) as ids from t`;

/** Days of facts, and days of rollups: either may be there without the other. */
const RANDOM_DAYS = `
select day, array_agg(kind) as kinds from (
  select kind, date_trunc('day', at, 'UTC') as day from (${around('metric_fact', 'source_id')}) f
  union (
    select kind, at from (select distinct kind, at from metric_rollup where grain = 'D' and set = 0) d order by random() limit $1
  )
) d group by day`;
