// Facts and rollups of a whole database, and of a few changed answers, made by the product's own refresh.
import type { Sql } from '../../../src/base/database/sql.ts';
import { type Refreshed, refresh } from '../../../src/derive/refresh/refresh.ts';
import { mark } from '../../../src/ingest/marks/marks.ts';
import { timed } from '../measure.ts';

export interface Rebuilt {
  readonly ms: number;
  readonly facts: number;
  readonly rollups: number;
  /** With their indexes. */
  readonly factsMb: number;
  readonly rollupsMb: number;
  readonly chunksMb: number;
}

export async function rebuild(sql: Sql): Promise<Rebuilt> {
  const { ms } = await timedRefresh(sql, true);
  await sql.query('vacuum analyze');
  const sizes = await sql.one<Omit<Rebuilt, 'ms'>>(
    `select (select count(*) from metric_fact) as facts, (select count(*) from metric_rollup) as rollups,
       pg_total_relation_size('metric_fact') / 1e6::float8 as "factsMb",
       pg_total_relation_size('metric_rollup') / 1e6::float8 as "rollupsMb",
       pg_total_relation_size('metric_chunk') / 1e6::float8 as "chunksMb"`,
  );
  return { ms, ...sizes! };
}

export interface Changed {
  readonly ms: number;
  readonly customers: number;
  readonly facts: number;
}

/** Another score in one answer of each of so many customers, spread over all. */
export async function changeSome(sql: Sql, customers: number): Promise<Changed> {
  const rows = await sql.query<{ customer: number }>(
    `with chosen as (
       select c.id, (select min(r.id) from survey_response r where r.customer_id = c.id) as response
       from (select id from customer order by hashint8(id) limit $1) c
     ), answer as (
       select c.id, c.response, min(a.question_key) as question from chosen c join survey_answer a on a.response_id = c.response group by 1, 2
     )
     update survey_answer a set score = case when a.score > 2 then a.score - 1 else a.score + 1 end
     from answer w where a.response_id = w.response and a.question_key = w.question returning w.id as customer`,
    [customers],
  );
  await mark(sql, { customers: rows.map(({ customer }) => customer) });
  const { ms, result } = await timedRefresh(sql, false);
  if (result.facts !== rows.length) throw new Error(`${result.facts} facts changed, not ${rows.length}`);
  return { ms, customers: rows.length, facts: result.facts };
}

async function timedRefresh(sql: Sql, anew: boolean): Promise<{ ms: number; result: Refreshed }> {
  const { ms, result } = await timed(() => refresh(sql, { anew }));
  if (!result) throw new Error('another refresh is running');
  return { ms, result };
}
