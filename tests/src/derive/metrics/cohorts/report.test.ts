// A cohort table as a whole: how many statements it takes, what it refuses, and what its average leaves out.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readRetention } from '../../../../../src/derive/metrics/cohorts/report.ts';
import type { RetentionRequest } from '../../../../../src/derive/metrics/cohorts/request.ts';
import { refresh } from '../../../../../src/derive/refresh/refresh.ts';
import { createTestContext, type TestContext } from '../../../../support/context.ts';
import { insert, insertConnection, insertInteraction } from '../../../../support/rows.ts';

const NOW = new Date('2026-07-10T12:00:00Z');
let world: TestContext;

/** Of each month's new customers: how many there are, and how many buy again one, two, … months later. */
const STORY = { '2026-03': [40, 20, 10, 4, 2], '2026-04': [4, 4, 4, 4], '2026-05': [10, 1, 0], '2026-06': [30, 9] };

beforeAll(async () => {
  world = await createTestContext({ now: () => NOW });
  const source = await insertConnection(world.sql, 'hubspot');
  const buy = (customer_id: number, month: string) =>
    insertInteraction(world.sql, source, {
      ...{ kind: 'PURCHASE', customer_id, amount: 10, currency: 'EUR', occurred_at: `${month}-05T00:00:00Z` },
    });
  for (const [month, [size, ...returns]] of Object.entries(STORY)) {
    for (let i = 0; i < size!; i++) {
      const customer = await insert(world.sql, 'customer', { country: 'DE' });
      await buy(customer, month);
      for (const [k, count] of returns.entries())
        if (i < count) await buy(customer, `2026-0${Number(month.slice(5)) + k + 1}`);
    }
  }
  await refresh(world.sql, { anew: true });
});
afterAll(() => world.close());

const read = (request: Partial<RetentionRequest> = {}) =>
  readRetention(world.fork(), { during: { from: '2026-03-01', to: '2026-07-31' }, periods: 4, ...request });

it('has a row for each cohort and a cell for each period that has begun', async () => {
  const { rows } = await read();
  expect(
    rows.map(({ start, end, complete, n, cells }) => [start, end, complete, n, cells.map(one => one.returned)]),
  ).toEqual([
    ['2026-03-01', '2026-03-31', true, 40, [20, 10, 4, 2]],
    ['2026-04-01', '2026-04-30', true, 4, [null, null, null]],
    ['2026-05-01', '2026-05-31', true, 10, [1, 0]],
    ['2026-06-01', '2026-06-30', true, 30, [9]],
    ['2026-07-01', '2026-07-31', false, 0, []],
  ]);
  const [march, april] = rows;
  expect(march!.cells.map(({ complete }) => complete)).toEqual([true, true, true, false]);
  // Wilson for 20 of 40.
  expect(march!.cells[0]).toMatchObject({
    share: 0.5,
    interval: { low: expect.closeTo(0.352, 3), high: expect.closeTo(0.648, 3) },
  });
  expect(april).toMatchObject({ suppressed: true, reliable: false });
  expect(april!.cells[0]).toMatchObject({ share: null, interval: null });
});

it('averages by customers, without what is withheld or goes on', async () => {
  const { average, method } = await read();
  expect(average.map(({ cohorts, n, returned, reliable }) => [cohorts, n, returned, reliable])).toEqual([
    // June's July goes on, and April is withheld.
    [2, 50, 21, true],
    [1, 40, 10, true],
    [1, 40, 4, true],
    [0, 0, null, false],
  ]);
  expect(average[0]!.share).toBeCloseTo(21 / 50);
  expect(average[3]).toMatchObject({ share: null, interval: null });
  expect(method).toContain('bought in that very period');
});

it('says that a cohort is cut off where the period begins within it', async () => {
  const { rows, average } = await read({ during: { from: '2026-03-02', to: '2026-05-31' } });
  expect(rows.map(({ start, complete, n }) => [start, complete, n])).toEqual([
    ['2026-03-02', false, 40],
    ['2026-04-01', true, 4],
    ['2026-05-01', true, 10],
  ]);
  expect(average[0]).toMatchObject({ cohorts: 1, n: 10 });
});

it('takes one statement, and one more for names in the filter', async () => {
  const count = async (request: Partial<RetentionRequest>) => {
    world.statements.length = 0;
    await read(request);
    return world.statements.slice(2).length;
  };
  expect(await count({})).toBe(1);
  expect(await count({ cohort: 'WEEK', of: 'CONTACT', where: { country: ['DE'] } })).toBe(1);
  await insert(world.sql, 'segment', { key: 'some', name: 'Some', rule: {} });
  expect(await count({ where: { segment: 'some' } })).toBe(2);
});

it.each<[Partial<RetentionRequest>, string, string]>([
  [{ cohort: 'DAY' }, 'cohort', 'days are too short'],
  [{ periods: 0 }, 'periods', '1 to 60'],
  [{ periods: 61 }, 'periods', '1 to 60'],
  [{ confidence: 2 }, 'confidence', '0.5 to 0.999'],
  [{ cohort: 'WEEK', during: { from: '2020-01-01', to: '2026-01-01' } }, 'cohort', 'at most 120'],
  [{ where: { channel: ['EMAIL'] } }, 'where.channel', 'filter by country, language, lifecycleStage'],
  [{ where: { segment: 'none' } }, 'where.segment', 'There is no segment "none"'],
])('refuses %j', async (request, field, words) => {
  await expect(async () => read(request)).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
    message: expect.stringContaining(words),
    details: { field },
  });
});
