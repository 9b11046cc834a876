// Looks for facts and rollups that are not what they should be. What only waits for a refresh, or was set aside by it, is not wrong.
import type { Sql } from '../../../base/database/sql.ts';
import { COMPARED } from './compare-sql.ts';
import { ROLLUP_SETS } from './rollup-sets.ts';
import { deltaSql, ROLLUP_KEYS, ROLLUP_SUMS, sumsSql } from './sums-sql.ts';

export interface WrongFacts {
  readonly facts: number;
  /** Customers, or negative ids of rows that belong to nobody. */
  readonly subjects: readonly number[];
}

/** Compares the facts of these subjects with what is stored. Must see one moment of the database. */
export async function checkFacts(tx: Sql, subjects: readonly number[]): Promise<WrongFacts> {
  const rows = await tx.query<{ source_id: number; subject: number }>(WRONG_FACTS, [subjects], 'facts-check');
  const facts = new Set(rows.map(row => row.source_id)).size;
  return { facts, subjects: [...new Set(rows.flatMap(row => [row.subject, -row.source_id]))] };
}

/**
 * So many rollups of these kinds on a UTC day differ from the sums of its facts, and of its month from the sums of its days, in
 * any column or by being there.
 */
export async function checkRollups(
  tx: Sql,
  kinds: readonly string[],
  day: Date,
): Promise<{ rollups: number; wrong: number }> {
  const row = await tx.one<{ rollups: number; wrong: number }>(WRONG_ROLLUPS, [kinds, day], 'rollups-check');
  return row!;
}

/** Whoever a wrong fact was counted for, or should be: one mark of any of them is enough. */
const WRONG_FACTS = `
with ${COMPARED}, counted as (
  select source_id, subject from gone union select source_id, subject from come
), owner as (
  select w.source_id, coalesce(i.customer_id, r.customer_id, v.customer_id, -w.source_id) as subject
  from (select distinct source_id from counted) w
  left join interaction i on i.id = w.source_id
  left join survey_response r on r.id = w.source_id
  left join survey_invitation v on v.id = w.source_id
), wrong as (
  select * from counted union select * from owner
)
select * from wrong w where not exists (
  select from wrong o join (
    select subject from change_mark union all select subject from set_aside where not partial
  ) m on m.subject in (o.subject, -o.source_id) where o.source_id = w.source_id
)`;

const sets = ROLLUP_SETS.map(set => set.id).join(', ');
const columns = [...ROLLUP_KEYS, ...ROLLUP_SUMS].map(name => `c.${name}`).join(', ');

const WRONG_ROLLUPS = `
with delta as materialized (
  ${deltaSql(`select 1 as signed, f.* from metric_fact f where f.kind = any($1::text[]) and f.at >= $2 and f.at < $2::timestamptz + interval '24 hours'`)}
), expected (${[...ROLLUP_KEYS, ...ROLLUP_SUMS].join(', ')}) as materialized (
  ${sumsSql(['D', 'H'])}
), kept as materialized (
  select ${columns} from metric_rollup c
  where c.kind = any($1::text[]) and c.set in (${sets}) and c.grain in ('D', 'H') and c.at >= $2 and c.at < $2::timestamptz + interval '24 hours'
), month as (
  select date_trunc('month', $2::timestamptz, 'UTC') as lo, date_add(date_trunc('month', $2::timestamptz, 'UTC'), interval '1 month', 'UTC') as hi
), months as materialized (
  select ${columns} from metric_rollup c, month m
  where c.kind = any($1::text[]) and c.set in (${sets}) and c.grain = 'M' and c.at >= m.lo and c.at < m.hi
), summed as materialized (
  select c.kind, c.set, 'M', m.lo, c.k1, c.k2, c.k3, c.unit, c.bin, ${ROLLUP_SUMS.map(name => `sum(c.${name})`).join(', ')}
  from metric_rollup c, month m
  where c.kind = any($1::text[]) and c.set in (${sets}) and c.grain = 'D' and c.at >= m.lo and c.at < m.hi
  group by c.kind, c.set, m.lo, c.k1, c.k2, c.k3, c.unit, c.bin
), wrong as (
  (select * from expected except select * from kept) union all (select * from kept except select * from expected)
  union all (select * from summed except select * from months) union all (select * from months except select * from summed)
)
select ((select count(*) from kept) + (select count(*) from months))::int as rollups,
  (select count(*) from (select distinct ${ROLLUP_KEYS.join(', ')} from wrong) w)::int as wrong`;
