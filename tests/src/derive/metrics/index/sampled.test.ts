// A report of so many facts that a sample of customers tells how sure it is, against the variance of all, by plain SQL.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readIndex } from '../../../../../src/derive/metrics/index/read.ts';
import { saveIndex } from '../../../../../src/derive/metrics/index/save.ts';
import { createTestContext, type TestContext } from '../../../../support/context.ts';

let world: TestContext;
const CUSTOMERS = 6_000;
beforeAll(async () => {
  world = await createTestContext();
  // Each customer has a mood, and answers NPS and CSAT in it some times, in one of two months.
  await world.sql.query(
    `insert into metric_fact (source_id, item, kind, subject, at, value, sign, bin, unit, channel, connection_id)
     select i, k, (array['NPS', 'CSAT'])[k], c, timestamptz '2026-01-10' + ((i + c) % 2) * interval '31 days', sign, sign, 0, '0..10', 'WEB', 1
     from (
       select row_number() over () as i, c, k, case when (abs(hashint4(c)) % 100 + abs(hashint8(c * 1000 + t)) % 100 + abs(hashint8(c * 77777 + t * 10 + k)) % 40) > 140 then 1 when k = 2 then 0 else -1 end as sign
       from generate_series(1, ${CUSTOMERS}) c, generate_series(1, 1 + abs(hashint4(c * 31)) % 4) t, generate_series(1, 2) k
     ) x`,
  );
  await world.sql.query('analyze metric_fact');
  await saveIndex(world.fork(), {
    key: 'two',
    name: 'Two',
    components: [
      { metric: 'NPS', weight: 3 },
      { metric: 'CSAT', weight: 1 },
    ],
  });
});
afterAll(() => world.close());

/** Squared standard error of (3 · (NPS + 100) / 2 + CSAT) / 4 by customer, over all of them. */
async function variance(from: string, to: string): Promise<number> {
  const row = await world.sql.one<{ variance: number }>(
    `with f as (select * from metric_fact where at >= $1::timestamptz and at < $2::timestamptz),
     whole as (select kind, avg((case kind when 'NPS' then sign else (sign = 1)::int end)::float8) as mean, count(*)::float8 as n from f group by kind),
     z as (
       select subject, sum(case kind when 'NPS' then 0.75 * 50 else 0.25 * 100 end * ((case kind when 'NPS' then sign else (sign = 1)::int end) - mean) / n) as z
       from f join whole using (kind) group by subject
     )
     select sum(z * z) as variance from z`,
    [from, to],
  );
  return row!.variance;
}

it('is nearly as sure as all customers say, in total and by month, reading a bounded number of them', async () => {
  world.statements.length = 0;
  const { groups } = await readIndex(world.fork(), {
    key: 'two',
    during: { from: '2026-01-01', to: '2026-02-28' },
    every: 'MONTH',
    // Of which no sums are kept, as this world has none.
    by: ['CASE_PRIORITY'],
    compareTo: 'OVERALL',
  });
  expect(world.statements.some(text => text.includes('generate_series'))).toBe(true);
  const [group] = groups;
  expect(group!.total.n).toBeGreaterThan(10_000);
  const halfWidth = ({ interval }: { interval: { low: number; high: number } | null }) =>
    (interval!.high - interval!.low) / 2;
  const ratios = [
    halfWidth(group!.total) / (1.96 * Math.sqrt(await variance('2026-01-01', '2026-03-01'))),
    halfWidth(group!.points[0]!.value) / (1.96 * Math.sqrt(await variance('2026-01-01', '2026-02-01'))),
    halfWidth(group!.points[1]!.value) / (1.96 * Math.sqrt(await variance('2026-02-01', '2026-03-01'))),
  ];
  for (const ratio of ratios) {
    expect(ratio).toBeGreaterThan(0.9);
    expect(ratio).toBeLessThan(1.1);
  }
  // The value is of all, not of the sample.
  const { sum } = (await world.sql.one<{ sum: number }>(
    `select sum(sign)::float8 / count(*) as sum from metric_fact where kind = 'NPS'`,
  ))!;
  expect(group!.total.components[0]!.raw.value).toBeCloseTo(100 * sum, 9);
});
