// Brings facts and cells up to date with what is stored of some subjects: the difference is added to the sums.
import type { Sql } from '../../database/sql.ts';
import { CELL_SETS, type CellSet, cellKey } from './cell-sets.ts';
import { FACT_COLUMNS, factsSql } from './fact-sql.ts';

const KEY = ['source_id', 'item', 'kind'] as const;
const REST = FACT_COLUMNS.filter(column => !(KEY as readonly string[]).includes(column));
const SLOTS = [0, 1, 2, 3, 4, 5, 6, 7];

/**
 * `subjects` as in change_mark. Must run in a transaction that sees one moment of the database (repeatable read), so
 * that what is counted is what was stored then. Returns the number of facts that differed.
 */
export async function updateFacts(tx: Sql, subjects: readonly number[]): Promise<number> {
  const row = await tx.one<{ changed: number }>(UPDATE, [subjects], 'facts-update');
  return row?.changed ?? 0;
}

/** Cells that have become empty say nothing. */
export async function dropEmptyCells(tx: Sql): Promise<void> {
  await tx.query(`delete from metric_cell where n = 0`, [], 'cells-drop-empty');
}

const columns = FACT_COLUMNS.join(', ');
const ofRow = (row: string) => FACT_COLUMNS.map(column => `${row}.${column}`).join(', ');
const sameKey = (a: string, b: string) => KEY.map(column => `${a}.${column} = ${b}.${column}`).join(' and ');
const tuple = (row: string, names: readonly string[]) => `(${names.map(column => `${row}.${column}`).join(', ')})`;

/**
 * What belongs to the subjects now, and what was counted for them so far: a record that changed hands is found either
 * way.
 */
const IDS = `
  select i.id from interaction i where i.customer_id = any($1::bigint[])
  union select r.id from survey_response r where r.customer_id = any($1)
  union select v.id from survey_invitation v where v.customer_id = any($1)
  union select -s.id from unnest($1) s(id) where s.id < 0
  union select f.source_id from metric_fact f where f.subject = any($1)`;

const sums = {
  names: ['n', 'positive', 'negative', 'sum', 'squares', ...SLOTS.map(slot => `s${slot}`)],
  // Decimals, so that what is added and taken away again leaves nothing behind.
  values: [
    'sum(d.signed)',
    'sum(d.signed * (d.sign = 1)::int)',
    'sum(d.signed * (d.sign = -1)::int)',
    'sum(d.signed * d.value::numeric)',
    'sum(d.signed * d.value::numeric * d.value::numeric)',
    ...SLOTS.map(slot => `sum(d.signed * (abs(d.subject) % 8 = ${slot})::int)`),
  ],
};

function cellsOf(set: CellSet, grain: 'D' | 'H'): string {
  const start = `date_trunc('${grain === 'D' ? 'day' : 'hour'}', d.at, 'UTC')`;
  const keys = ['d.kind', start, ...cellKey(set, 'd'), 'd.unit', 'd.bin'];
  const [kind, at, ...rest] = keys;
  // Literals cannot be grouped by.
  const groups = keys.filter(key => key !== `''`);
  return `select ${kind}, ${set.id}::smallint, '${grain}', ${at}, ${rest.join(', ')}, ${sums.values.join(', ')}
  from delta d group by ${groups.join(', ')}
  having (sum(d.signed) <> 0 or ${sums.values
    .slice(1)
    .map(value => `${value} <> 0`)
    .join(' or ')})`;
}

const UPDATE = `
with ids as materialized (${IDS}
), fresh as materialized (${factsSql()}
), old as materialized (
  select ${columns} from metric_fact f where f.source_id in (select id from ids)
), gone as materialized (
  select o.* from old o left join fresh f on ${sameKey('o', 'f')}
  where f.source_id is null or ${tuple('o', REST)} is distinct from ${tuple('f', REST)}
), come as materialized (
  select f.* from fresh f left join old o on ${sameKey('o', 'f')}
  where o.source_id is null or ${tuple('o', REST)} is distinct from ${tuple('f', REST)}
), removed as (
  delete from metric_fact m using gone g where ${sameKey('m', 'g')}
    and not exists (select from come c where ${sameKey('c', 'g')})
), written as (
  insert into metric_fact (${columns}) select ${ofRow('c')} from come c
  on conflict (${KEY.join(', ')}) do update set ${REST.map(column => `${column} = excluded.${column}`).join(', ')}
), delta as materialized (
  select 1 as signed, c.* from come c union all select -1, g.* from gone g
), summed as (
  ${CELL_SETS.flatMap(set => [cellsOf(set, 'D'), ...(set.hours ? [cellsOf(set, 'H')] : [])]).join('\n  union all ')}
), added as (
  insert into metric_cell as m (kind, set, grain, at, k1, k2, k3, unit, bin, ${sums.names.join(', ')})
  select * from summed order by 1, 2, 3, 4, 5, 6, 7, 8, 9
  on conflict (kind, set, grain, at, k1, k2, k3, unit, bin)
  do update set ${sums.names.map(name => `${name} = m.${name} + excluded.${name}`).join(', ')}
)
select (select count(*) from delta)::int as changed`;
