// When the last of what a metric counts came, of each group, and through which sources.
import type { Sql } from '../../base/database/sql.ts';
import { Statement } from '../../base/database/statement.ts';
import { type Dimension, factRow, placeOf } from '../metrics/dimensions.ts';
import { filterSql, type MetricFilter } from '../metrics/filter.ts';
import type { FactKind } from '../metrics/kinds.ts';
import { groupJoins } from '../metrics/memberships.ts';

export interface LastFact {
  /** As the database has them, for labels. */
  readonly group: readonly string[];
  readonly at: Date;
  /** Different subjects; null of the whole, where nobody asks. */
  readonly people: number | null;
  /** Ids of connections. */
  readonly sources: readonly number[];
}

export interface LastFactQuery {
  readonly kinds: readonly FactKind[];
  readonly where: MetricFilter;
  readonly by: readonly Dimension[];
  readonly from: Date;
  readonly to: Date;
}

/** Of what came in this time, largest group first; no row without anything. One statement. */
export function readLastFacts(sql: Sql, query: LastFactQuery): Promise<LastFact[]> {
  const s = new Statement();
  const names = query.by.map((_, i) => `g${i}`);
  const facts = factsSql(s, query);
  // Sorting facts to tell people apart costs, so that it is done where somebody has to know only.
  const text =
    names.length > 0
      ? `select array[${names.join(', ')}]::text[] as "group", max(at) as at, count(distinct subject)::int as people,
           jsonb_agg(distinct source) as sources
         from (${facts}) x group by ${names.join(', ')} order by count(*) desc, 1`
      : `select '{}'::text[] as "group", max(at) as at, null as people, jsonb_agg(source) as sources
         from (select source, max(at) as at from (${facts}) x group by source) y having count(*) > 0`;
  return sql.query<LastFact>(text, s.params);
}

function factsSql(s: Statement, { kinds, where, by, from, to }: LastFactQuery): string {
  const row = factRow('f');
  const groups = by.map((dimension, i) => `${placeOf(dimension).sql(row)} as g${i}, `).join('');
  const joins = groupJoins(s, by, 'f', where.journey);
  const conditions = [
    `f.kind = any(${s.bind(kinds, 'text[]')})`,
    `f.at >= ${s.bind(from, 'timestamptz')} and f.at <= ${s.bind(to, 'timestamptz')}`,
    ...filterSql(s, where, row),
  ];
  return `select ${groups}f.at, f.subject, f.connection_id as source from metric_fact f${joins} where ${conditions.join(' and ')}`;
}

export type LastOfAll = Pick<LastFact, 'at' | 'sources'>;

/** Of all that ever came before a moment; null without anything. One statement, along the index until the first that counts. */
export async function readLastOfAll(
  sql: Sql,
  { kinds, where, to }: Pick<LastFactQuery, 'kinds' | 'where' | 'to'>,
): Promise<LastOfAll | null> {
  const s = new Statement();
  const conditions = [`f.kind = k.kind and f.at <= ${s.bind(to, 'timestamptz')}`, ...filterSql(s, where, factRow('f'))];
  const row = await sql.one<{ at: Date; source: number }>(
    `select l.at, l.source from unnest(${s.bind(kinds, 'text[]')}) k(kind) cross join lateral (
       select f.at, f.connection_id as source from metric_fact f where ${conditions.join(' and ')} order by f.at desc limit 1) l
     order by l.at desc limit 1`,
    s.params,
  );
  return row ? { at: row.at, sources: [row.source] } : null;
}
