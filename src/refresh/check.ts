// Recounts a few things at random, so that a fault in the upkeep of facts and cells is known within a night.
import type { Sql } from '../database/sql.ts';
import { checkCells, checkFacts } from '../metrics/facts/check-facts.ts';
import { mark } from './marks.ts';

export interface Checked {
  readonly subjects: number;
  readonly wrongFacts: number;
  readonly cells: number;
  readonly wrongCells: number;
}

/** Subjects of each sort, and days, that are looked at. */
const SUBJECTS = 100;
const DAYS = 20;

/** Subjects with wrong facts are marked, so that the next refresh counts them anew. */
export async function checkFigures(sql: Sql, { subjects = SUBJECTS, days = DAYS } = {}): Promise<Checked> {
  return sql.transaction(async tx => {
    // What a refresh commits meanwhile is not seen: nothing is compared with something newer.
    await tx.query('set transaction isolation level repeatable read');
    const sample = await tx.query<{ id: number }>(RANDOM_SUBJECTS, [subjects]);
    const wrong = await checkFacts(
      tx,
      sample.map(row => row.id),
    );
    await mark(tx, {
      customers: wrong.subjects.filter(id => id > 0),
      gone: wrong.subjects.filter(id => id < 0).map(id => -id),
    });
    const total = { cells: 0, wrongCells: 0 };
    for (const { kind, day } of await tx.query<{ kind: string; day: Date }>(RANDOM_DAYS, [days])) {
      const { cells, wrong } = await checkCells(tx, kind, day);
      total.cells += cells;
      total.wrongCells += wrong;
    }
    return { subjects: sample.length, wrongFacts: wrong.facts, ...total };
  });
}

/** Rows at random places of an index: what is stored and what was counted, since either may lack the other. */
const around = (table: string, id: string) => `
  select r.* from (select min(${id}) as low, max(${id}) as high from ${table}) ends,
    generate_series(1, $1::int) n,
    lateral (select low + floor(random() * (high - low + 1) + 0 * n)::bigint as place offset 0) p,
    lateral (select * from ${table} t where t.${id} >= p.place order by t.${id} limit 1) r`;

const RANDOM_SUBJECTS = `
select id from (${around('customer', 'id')}) c
union select coalesce(customer_id, -id) from (${around('interaction', 'id')}) i
union select coalesce(customer_id, -id) from (${around('survey_response', 'id')}) r
union select coalesce(customer_id, -id) from (${around('survey_invitation', 'id')}) v
union select subject from (${around('metric_fact', 'source_id')}) f`;

/** Days of facts, and days of cells: either may be there without the other. */
const RANDOM_DAYS = `
select distinct kind, date_trunc('day', at, 'UTC') as day from (${around('metric_fact', 'source_id')}) f
union (
  select kind, at from (select distinct kind, at from metric_cell where grain = 'D' and set = 0) d order by random() limit $1
)`;
