// Counts all facts and rollups from what is stored, without comparing them with what was counted before.
import type { Sql } from '../../../base/database/sql.ts';
import { dropChunks, rebuildChunks } from '../columns/rebuild-chunks.ts';
import { COUNTS, oddCustomers } from './bounds-sql.ts';
import { FACT_COLUMNS } from './fact-columns.ts';
import { ALL, factsSql } from './fact-sql.ts';
import { deltaSql, ROLLUP_KEYS, ROLLUP_SUMS, sumsSql } from './sums-sql.ts';

/**
 * How many facts there are. Must run in a transaction that sees one moment of the database and holds off every refresh;
 * others read the old facts and rollups until it is committed.
 */
export async function rebuildFacts(tx: Sql): Promise<number> {
  await dropFacts(tx);
  const row = await tx.one<{ facts: number }>(FACTS, [], 'facts-rebuild');
  await tx.query(ROLLUPS, [], 'rollups-rebuild');
  await rebuildChunks(tx);
  return row!.facts;
}

/** Facts and rollups are gone then: they are to be counted subject by subject. Must run as `rebuildFacts` does. */
export async function dropFacts(tx: Sql): Promise<void> {
  await dropChunks(tx);
  await tx.query('delete from metric_rollup');
  await tx.query('delete from metric_fact');
}

/** SQL of all subjects of whom something is left out, with the reason as `odd`: one row each. */
export const LEFT_OUT = `
select subject, min(odd) as odd from (
  select subject, odd from (${factsSql(ALL)}) f where odd is not null union all ${oddCustomers('true')}
) o group by subject`;

const columns = FACT_COLUMNS.join(', ');

/** In the order in which most are read, so that those of a month lie side by side. */
const FACTS = `
with written as (
  insert into metric_fact (${columns}) select ${columns} from (${factsSql(ALL)}) f where ${COUNTS} order by kind, at returning 1
)
select count(*)::int as facts from written`;

/** One grouping over all facts: sums of batches would change the same rollups again and again. */
const ROLLUPS = `
with delta as materialized (
  ${deltaSql('select 1 as signed, f.* from metric_fact f')}
), summed as (
  ${sumsSql()}
)
insert into metric_rollup (${[...ROLLUP_KEYS, ...ROLLUP_SUMS].join(', ')})
select * from summed order by 1, 2, 3, 4, 5, 6, 7, 8, 9`;
