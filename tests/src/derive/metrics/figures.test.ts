// Recorded figures: taken once, changed by id, refused one by one with a reason, and then part of metrics.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type RecordFigureInput, recordFigures } from '../../../../src/derive/metrics/figures.ts';
import { readMetric } from '../../../../src/derive/metrics/report.ts';
import { refresh } from '../../../../src/derive/refresh/refresh.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { insert, insertConnection, insertInteraction } from '../../../support/rows.ts';

let world: TestContext;
let now = new Date('2026-06-01T00:00:00Z');
beforeAll(async () => {
  world = await createTestContext({ now: () => now });
});
beforeEach(() => world.sql.query('truncate metric_figure'));
afterAll(() => world.close());

const spend: RecordFigureInput = {
  id: 'ads-q1',
  figure: 'ACQUISITION_SPEND',
  from: '2026-01-01',
  to: '2026-03-31',
  amount: 900,
  currency: 'eur',
};
const market: RecordFigureInput = {
  id: 'market',
  figure: 'MARKET_SIZE_CUSTOMERS',
  from: '2026-01-01',
  to: '2026-12-31',
  amount: 400,
};
const stored = () =>
  world.sql.query(
    'select id, figure, "from"::text, "to"::text, amount, currency, recorded_at from metric_figure order by id',
  );

it('takes each once, however often and in however many it is sent', async () => {
  const result = await recordFigures(world.ctx, [spend, market, spend]);
  expect(result).toEqual({ accepted: 2, unchanged: 1, rejected: [] });
  const before = await stored();
  expect(before).toEqual([
    { ...spend, currency: 'EUR', recorded_at: now },
    { ...market, currency: null, recorded_at: now },
  ]);
  now = new Date('2026-06-02T00:00:00Z');
  const again = await Promise.all(Array.from({ length: 5 }, () => recordFigures(world.fork(), [market, spend])));
  expect(again).toEqual(Array(5).fill({ accepted: 0, unchanged: 2, rejected: [] }));
  expect(await stored()).toEqual(before);
});

it('changes one by its id, and makes it the latest', async () => {
  await recordFigures(world.ctx, [spend]);
  now = new Date('2026-06-03T00:00:00Z');
  const result = await recordFigures(world.ctx, [{ ...spend, amount: 1000 }]);
  expect(result).toEqual({ accepted: 1, unchanged: 0, rejected: [] });
  expect(await stored()).toEqual([{ ...spend, amount: 1000, currency: 'EUR', recorded_at: now }]);
});

it('lists what it does not take, with the reason, and takes the rest', async () => {
  const { currency: _, ...unnamed } = spend;
  const bad: [RecordFigureInput, RegExp][] = [
    [{ ...spend, from: '2026-04-01' }, /upside down.*2026-04-01.*2026-03-31/],
    [{ ...spend, amount: -1 }, /negative/],
    [unnamed, /ACQUISITION_SPEND is money: give its currency/],
    [{ ...unnamed, figure: 'MARKET_SIZE_REVENUE' }, /MARKET_SIZE_REVENUE is money/],
    [{ ...market, currency: 'EUR' }, /leave out the currency/],
    [{ ...spend, currency: 'Euro' }, /ISO 4217/],
    [{ ...spend, id: ' ' }, /id must not be empty/],
    [{ ...spend, id: 'a\0b' }, /cannot be stored/],
    [{ ...spend, from: '1789-07-14' }, /1900/],
    [{ ...spend, to: '9999-12-31' }, /2200/],
  ];
  const result = await recordFigures(world.ctx, [...bad.map(([figure]) => figure), market]);
  expect(result.accepted).toBe(1);
  expect(result.unchanged).toBe(0);
  expect(result.rejected.map(({ index, id }) => ({ index, id }))).toEqual(
    bad.map(([figure], index) => ({ index, id: figure.id })),
  );
  for (const [i, [, reason]] of bad.entries()) expect(result.rejected[i]!.message).toMatch(reason);
  expect(await stored()).toHaveLength(1);
});

it('refuses more than a thousand at once', async () => {
  const many = Array.from({ length: 1001 }, (_, i) => ({ ...market, id: String(i) }));
  await expect(recordFigures(world.ctx, many)).rejects.toMatchObject({ details: { field: 'figures' } });
});

it('feeds the cost of winning customers and the share of the market', async () => {
  const source = await insertConnection(world.sql, 'shop');
  for (let i = 0; i < 10; i++) {
    const customer_id = await insert(world.sql, 'customer', { display_name: `Buyer ${i}` });
    const purchase = { kind: 'PURCHASE', customer_id, amount: 1, currency: 'EUR', occurred_at: '2026-02-10T00:00:00Z' };
    await insertInteraction(world.sql, source, purchase);
  }
  await refresh(world.sql, { anew: true });
  await recordFigures(world.ctx, [spend, market]);
  const february = { during: { from: '2026-02-01', to: '2026-02-28' } };
  // 28 of the 90 days that the spend is about, by ten customers; ten of a market of 400.
  const cost = await readMetric(world.fork(), 'CUSTOMER_ACQUISITION_COST', february);
  expect(cost.groups[0]!.total).toMatchObject({ value: (900 * 28) / 90 / 10, n: 10, unit: 'EUR' });
  const share = await readMetric(world.fork(), 'MARKET_SHARE', february);
  expect(share.groups[0]!.total).toMatchObject({ value: 2.5, n: 10 });
});
