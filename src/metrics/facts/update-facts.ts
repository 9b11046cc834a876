// Brings facts and cells up to date with what is stored of some subjects: the difference is added to the sums.
import type { Sql } from '../../database/sql.ts';
import { COMPARED, FACT_KEY, FACT_REST, sameFact } from './compare-sql.ts';
import { FACT_COLUMNS } from './fact-sql.ts';
import { CELL_KEYS, CELL_SUMS, deltaSql, sumsSql } from './sums-sql.ts';

export interface Updated {
  /** Facts that differed. */
  readonly facts: number;
  /** Where cells lie that nothing is left in, for `dropCells` in the same transaction. */
  readonly empty: readonly string[];
}

/**
 * `subjects` as in change_mark. Must run in a transaction that sees one moment of the database (repeatable read), so
 * that what is counted is what was stored then.
 */
export async function updateFacts(tx: Sql, subjects: readonly number[]): Promise<Updated> {
  return (await tx.one<Updated>(UPDATE, [subjects], 'facts-update'))!;
}

/** One that got something again since it was empty lies elsewhere by now, and stays. */
export async function dropCells(tx: Sql, empty: readonly string[]): Promise<void> {
  await tx.query(`delete from metric_cell where ctid = any($1::tid[])`, [empty], 'cells-drop');
}

const columns = FACT_COLUMNS.join(', ');

const UPDATE = `
with ${COMPARED}, removed as (
  delete from metric_fact m using gone g where ${sameFact('m', 'g')}
    and not exists (select from come c where ${sameFact('c', 'g')})
  returning 1
), written as (
  insert into metric_fact (${columns}) select ${columns} from come
  on conflict (${FACT_KEY.join(', ')}) do update set ${FACT_REST.map(column => `${column} = excluded.${column}`).join(', ')}
), delta as materialized (
  ${deltaSql('select 1 as signed, c.* from come c union all select -1, g.* from gone g')}
), summed as (
  ${sumsSql()}
), added as (
  insert into metric_cell as m (${[...CELL_KEYS, ...CELL_SUMS].join(', ')})
  select * from summed order by 1, 2, 3, 4, 5, 6, 7, 8, 9
  on conflict (${CELL_KEYS.join(', ')})
  do update set ${CELL_SUMS.map(name => `${name} = m.${name} + excluded.${name}`).join(', ')}
  returning m.ctid, m.n
)
select (select count(*) from come)::int + (select count(*) from removed)::int as facts,
  (select coalesce(array_agg(ctid::text), '{}') from added where n = 0) as empty`;
