// Brings facts and rollups up to date with what is stored of some subjects: the difference is added to the sums.
import type { Sql } from '../../../base/database/sql.ts';
import { chunksOf } from '../columns/update-chunks.ts';
import { type Oddity, oddCustomers } from './bounds-sql.ts';
import { COMPARED, FACT_KEY, FACT_REST, sameFact } from './compare-sql.ts';
import { FACT_COLUMNS } from './fact-columns.ts';
import { deltaSql, ROLLUP_KEYS, ROLLUP_SUMS, sumsSql } from './sums-sql.ts';

export interface Updated {
  /** Facts that differed. */
  readonly facts: number;
  /** Subjects of what is left out, with the reason. */
  readonly odd: readonly LeftOut[];
}

export interface LeftOut {
  readonly subject: number;
  readonly odd: Oddity;
}

/**
 * `subjects` as in change_mark. Must run in a transaction that sees one moment of the database (repeatable read), so
 * that what is counted is what was stored then.
 */
export async function updateFacts(tx: Sql, subjects: readonly number[]): Promise<Updated> {
  const { facts, odd, empty } = (await tx.one<Updated & { empty: string[] }>(UPDATE, [subjects], 'facts-update'))!;
  // Where rollups lie that nothing is left in.
  if (facts > 0) await tx.query(`delete from metric_rollup where ctid = any($1::tid[])`, [empty], 'rollups-drop');
  return { facts, odd: odd ?? [] };
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
), ${chunksOf('delta')}, summed as (
  ${sumsSql()}
), added as (
  insert into metric_rollup as m (${[...ROLLUP_KEYS, ...ROLLUP_SUMS].join(', ')})
  select * from summed order by 1, 2, 3, 4, 5, 6, 7, 8, 9
  on conflict (${ROLLUP_KEYS.join(', ')})
  do update set ${ROLLUP_SUMS.map(name => `${name} = m.${name} + excluded.${name}`).join(', ')}
  returning m.ctid, m.n
)
select (select count(*) from come)::int + (select count(*) from removed)::int as facts,
  (select coalesce(array_agg(ctid::text), '{}') from added where n = 0) as empty,
  (select json_agg(o) from (
    select subject, min(odd) as odd from (
      select subject, odd from found where odd is not null union all ${oddCustomers('c.id = any($1)')}
    ) o group by subject
  ) o) as odd`;
