// Whatever is asked of the columnar copy, it says what the facts say one by one: to the last digit, and after any change.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Sql } from '../../../../../src/base/database/sql.ts';
import { columnPlaceOf } from '../../../../../src/derive/metrics/columns/places.ts';
import { readColumnPeople, readColumns } from '../../../../../src/derive/metrics/columns/read-columns.ts';
import { METRICS } from '../../../../../src/derive/metrics/definitions.ts';
import { DIMENSIONS } from '../../../../../src/derive/metrics/dimensions.ts';
import { listedIn } from '../../../../../src/derive/metrics/filter.ts';
import { FACT_KINDS } from '../../../../../src/derive/metrics/kinds.ts';
import type { PlainPeriod } from '../../../../../src/derive/metrics/period.ts';
import { countPeople, type FactQuery, sumFacts } from '../../../../../src/derive/metrics/read-facts.ts';
import { layOut, type ReportRequest } from '../../../../../src/derive/metrics/request.ts';
import { refresh } from '../../../../../src/derive/refresh/refresh.ts';
import { mark } from '../../../../../src/ingest/marks/marks.ts';
import { createTestContext, type TestContext } from '../../../../support/context.ts';
import { onBorders } from '../../../../support/recount/borders.ts';
import { natureOf, questionFor } from '../../../../support/recount/question.ts';
import { store } from '../../../../support/recount/store.ts';
import { NOW, world } from '../../../../support/recount/world.ts';

const WORLDS = Number(process.env.COLUMNS_WORLDS ?? 1);
const METRIC = METRICS.filter(metric => ['answers', 'money'].includes(natureOf(metric)));
/** Each on its own, too: what is drawn may be more. */
const alone = DIMENSIONS.map(name => [name === 'TRAIT' ? ('TRAIT:plan' as const) : name]);

let database: TestContext;
beforeAll(async () => {
  database = await createTestContext({ now: () => new Date(NOW) });
});
afterAll(() => database.close());

const tally = { sums: 0, people: 0, rows: 0, facts: 0, negative: 0 };

const questions = fc
  .tuple(...METRIC.map(metric => fc.array(questionFor(metric), { minLength: 3, maxLength: 3 })))
  .map(lists => lists.flat());

/** What the sums must bear: no hundredths, no fifteen digits, no millionths, the smallest and the greatest. */
const AMOUNTS = [0, 0.1, 1 / 3, 19.99, 1234.5678, 123_456_789.123456, 999_999_999_999.999, 1e-9, 1e12, 1e-140, -12.5];

it('equals the sums and the people of the facts', async () => {
  const { sql } = database;
  await fc.assert(
    fc.asyncProperty(
      fc.noBias(world),
      fc.noBias(questions),
      fc.array(fc.tuple(fc.nat(CHANGES.length - 1), fc.nat(6)), { minLength: 20, maxLength: 24 }),
      async (random, asked, changes) => {
        await store(sql, onBorders(random, [{ metric: 'NPS', list: asked }]));
        for (const request of asked.slice(0, 20)) await compare(sql, request);
        for (const [change, rest] of changes) {
          await CHANGES[change]!(sql, rest);
          await refresh(sql);
        }
        const chunks = await sql.query<{ n: number }>(
          `select sum(facts)::int as n from metric_chunk where signed = -1`,
        );
        tally.negative += chunks[0]!.n ?? 0;
        for (const request of asked.slice(-20)) await compare(sql, request);
        for (const by of alone)
          await compare(sql, {
            by,
            during: { from: '2025-10-01', to: '2026-04-30', timeZone: 'Asia/Kathmandu' },
            every: 'MONTH',
          });
      },
    ),
    { numRuns: WORLDS, seed: 20261201, endOnFailure: true },
  );
  console.log(`columns: ${JSON.stringify(tally)}`);
  for (const [name, count] of Object.entries(tally)) expect([name, count > 20]).toEqual([name, true]);
}, 300_000);

/** What a page does to the rows of a seventh of all customers, or of nobody's. */
const CHANGES: readonly ((sql: Sql, rest: number) => Promise<unknown>)[] = [
  (sql, rest) =>
    sql.query(
      changed(
        `update customer set language = case when id % 3 = 0 then null else 'xx' || id % 4 end`,
        rest,
        'id',
        'id',
      ),
    ),
  (sql, rest) =>
    sql.query(
      changed(`update customer set account_id = case when id % 2 = 0 then 11 end, country = 'ZZ'`, rest, 'id', 'id'),
    ),
  (sql, rest) =>
    sql.query(
      changed(
        `update interaction set amount = ('{${AMOUNTS.join(',')}}'::float8[])[1 + (id + ${rest}) % ${AMOUNTS.length}]`,
        rest,
      ),
    ),
  (sql, rest) =>
    sql.query(changed(`update interaction set occurred_at = occurred_at + interval '17 days 5 hours'`, rest)),
  (sql, rest) => sql.query(changed(`delete from survey_response`, rest)),
  (sql, rest) => sql.query(changed(`update survey_response set customer_id = null, touchpoint = null`, rest)),
  (sql, rest) => sql.query(changed(`update interaction set customer_id = 100 + ${rest}`, rest)),
  async sql =>
    mark(sql, { customers: (await sql.query<{ id: number }>('select id from customer')).map(row => row.id) }),
];

/** Who had it before and has it now is marked. */
function changed(statement: string, rest: number, of = 'customer_id', id = 'id'): string {
  const table = /(?:update|from) (\w+)/.exec(statement)![1];
  return `with before as (select ${of} as owner, ${id} as id from ${table} where id % 7 = ${rest}),
    done as (${statement} where id % 7 = ${rest} returning ${of} as owner, ${id} as id)
    insert into change_mark (subject)
    select coalesce(owner, -id) from before union select coalesce(owner, -id) from done`;
}

async function compare(sql: Sql, request: ReportRequest): Promise<void> {
  const { buckets, period, baseline, by, journey, where } = layOut(
    request as ReportRequest<PlainPeriod>,
    new Date(NOW),
  );
  const query: FactQuery = {
    kinds: FACT_KINDS,
    // They overlap, and leave gaps.
    spans: [...buckets, period, ...(baseline ? [baseline] : [])],
    by,
    journey,
    where,
  };
  const sums = await readColumns(sql, query);
  // Who has no value stands in no list: then the facts are asked.
  const asksForNone = listedIn(where).some(
    ({ dimension, values }) => values.includes('') && columnPlaceOf(dimension).holds === 'LIST',
  );
  expect(sums === null, JSON.stringify(request)).toBe(asksForNone);
  if (!sums) return;
  tally.sums += 1;
  tally.rows += sums.length;
  const expected = await sumFacts(sql, query, null);
  tally.facts += expected.reduce((total, { n }) => total + n, 0);
  expect(ordered(sums), JSON.stringify(request)).toEqual(ordered(expected));
  const people = await readColumnPeople(sql, query);
  if (people) {
    tally.people += people.length;
    expect(ordered(people)).toEqual(ordered(await countPeople(sql, query)));
  }
}

function ordered(rows: readonly object[]): string[] {
  return rows.map(row => JSON.stringify(Object.entries(row).sort())).sort();
}
