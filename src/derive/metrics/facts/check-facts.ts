// Looks for facts and cells that are not what they should be. What only waits for a refresh, or was set aside by it, is not wrong.
import type { Sql } from '../../../base/database/sql.ts';
import { CELL_SETS } from './cell-sets.ts';
import { COMPARED } from './compare-sql.ts';
import { CELL_KEYS, CELL_SUMS, deltaSql, sumsSql } from './sums-sql.ts';

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
 * So many cells of one kind and UTC day differ from the sums of its facts, and of its month from the sums of its days, in
 * any column or by being there.
 */
export async function checkCells(tx: Sql, kind: string, day: Date): Promise<{ cells: number; wrong: number }> {
  const row = await tx.one<{ cells: number; wrong: number }>(WRONG_CELLS, [kind, day], 'cells-check');
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

const sets = CELL_SETS.map(set => set.id).join(', ');
const columns = [...CELL_KEYS, ...CELL_SUMS].map(name => `c.${name}`).join(', ');

const WRONG_CELLS = `
with delta as materialized (
  ${deltaSql(`select 1 as signed, f.* from metric_fact f where f.kind = $1 and f.at >= $2 and f.at < $2::timestamptz + interval '24 hours'`)}
), expected (${[...CELL_KEYS, ...CELL_SUMS].join(', ')}) as materialized (
  ${sumsSql(['D', 'H'])}
), held as materialized (
  select ${columns} from metric_cell c
  where c.kind = $1 and c.set in (${sets}) and c.grain in ('D', 'H') and c.at >= $2 and c.at < $2::timestamptz + interval '24 hours'
), month as (
  select date_trunc('month', $2::timestamptz, 'UTC') as lo, date_add(date_trunc('month', $2::timestamptz, 'UTC'), interval '1 month', 'UTC') as hi
), months as materialized (
  select ${columns} from metric_cell c, month m
  where c.kind = $1 and c.set in (${sets}) and c.grain = 'M' and c.at >= m.lo and c.at < m.hi
), summed as materialized (
  select c.kind, c.set, 'M', m.lo, c.k1, c.k2, c.k3, c.unit, c.bin, ${CELL_SUMS.map(name => `sum(c.${name})`).join(', ')}
  from metric_cell c, month m
  where c.kind = $1 and c.set in (${sets}) and c.grain = 'D' and c.at >= m.lo and c.at < m.hi
  group by c.kind, c.set, m.lo, c.k1, c.k2, c.k3, c.unit, c.bin
), wrong as (
  (select * from expected except select * from held) union all (select * from held except select * from expected)
  union all (select * from summed except select * from months) union all (select * from months except select * from summed)
)
select ((select count(*) from held) + (select count(*) from months))::int as cells,
  (select count(*) from (select distinct ${CELL_KEYS.join(', ')} from wrong) w)::int as wrong`;
