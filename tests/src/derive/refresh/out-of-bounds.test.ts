// A contact, a purchase or a case that nobody can believe is listed with its reason, and spoils no figure.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readMetric } from '../../../../src/derive/metrics/report.ts';
import type { ReportRequest } from '../../../../src/derive/metrics/request.ts';
import { checkFigures } from '../../../../src/derive/refresh/check.ts';
import { isRefreshDue, refresh } from '../../../../src/derive/refresh/refresh.ts';
import { diagnose } from '../../../../src/serve/diagnosis/diagnose.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { empty } from '../../../support/lives/world.ts';
import { at, createSource, person, raw, type TestSource } from '../../../support/pipeline.ts';
import { storedRollups } from '../../../support/stored/facts.ts';

const NOW = new Date(at(40 * 1440));
const YEAR = { from: '2025-01-01', to: '2026-12-31' };
let world: TestContext;
let source: TestSource;
beforeAll(async () => {
  world = await createTestContext({ now: () => NOW });
});
afterAll(() => world.close());

/** Eight customers with a purchase and a case each; whatever is odd comes into the tables behind our back. */
beforeEach(async () => {
  await empty(world.sql);
  source = await createSource(world.sql, 'shop');
  await source.commit({
    records: [1, 2, 3, 4, 5, 6, 7, 8].flatMap(id => [
      person(String(id), 1, { fields: { country: 'DE' } }),
      buy(id, id, 100),
      raw('ticket', String(id), 1, {
        type: 'interaction',
        kind: 'SUPPORT_CASE',
        occurredAt: at(id),
        resolvedAt: at(id + 10),
        customer: { object: 'contact', id: String(id) },
      }),
    ]),
  });
  await refresh(world.sql, { now: NOW });
});

function buy(id: number, customer: number, amount: number) {
  return raw('purchase', String(id), 1, {
    type: 'interaction',
    kind: 'PURCHASE',
    occurredAt: at(id),
    customer: { object: 'contact', id: String(customer) },
    amount,
    currency: 'EUR',
  });
}

/** The customer whose purchase, and case, is number `id`. */
const customerOf = async (id: number) =>
  (await world.sql.one<{ id: number }>('select customer_id as id from interaction where ref = $1', [
    `shop:purchase/${id}`,
  ]))!.id;
const spoil = async (statement: string, id: number, ...params: unknown[]) => {
  await world.sql.query(statement, [await customerOf(id), ...params]);
  await world.sql.query('insert into change_mark (subject) values ($1)', [await customerOf(id)]);
};
const list = () =>
  world.sql.query<{ subject: number; reason: string; partial: boolean }>(
    'select subject, reason, partial from set_aside order by subject',
  );
async function figure(metric: 'REVENUE' | 'CASE_VOLUME' | 'RESOLUTION_TIME', request: Partial<ReportRequest> = {}) {
  const ctx = { ...world.fork(), reporting: { minReport: 1, minReliable: 30 } };
  const { groups } = await readMetric(ctx, metric, { during: YEAR, ...request });
  return groups.map(({ by, total }) => [...by.map(({ key }) => key), total.value]);
}
const random = (length: number) => randomBytes(length).toString('base64').slice(0, length);

/** Two ordinary records come after the odd one. */
async function goOn(): Promise<void> {
  await source.commit({ records: [buy(101, 1, 50)] });
  await refresh(world.sql, { now: NOW });
  expect(await isRefreshDue(world.sql, NOW)).toBe(false);
}

test.each([1e200, -1e13, Number.POSITIVE_INFINITY, Number.NaN])('a purchase of %s', async amount => {
  await spoil(`update interaction set amount = $2 where customer_id = $1 and kind = 'PURCHASE'`, 8, amount);
  await goOn();
  expect(await figure('REVENUE')).toEqual([[750]]);
  expect(await figure('REVENUE', { by: ['COUNTRY'] })).toEqual([['DE', 750]]);
  expect(await list()).toEqual([
    { subject: await customerOf(8), reason: expect.stringContaining('beyond 1,000,000,000,000'), partial: true },
  ]);
  // All else of that customer is in the figures.
  expect(await figure('CASE_VOLUME')).toEqual([[8]]);
});

test('a contact whose country has 9,000 characters', async () => {
  await spoil('update customer set country = $2 where id = $1', 8, random(9_000));
  await goOn();
  expect(await figure('REVENUE', { by: ['COUNTRY'] })).toEqual([
    ['DE', 750],
    ['', 100],
  ]);
  expect(await list()).toEqual([
    { subject: await customerOf(8), reason: expect.stringContaining('more than 255 characters'), partial: true },
  ]);
});

test.each([
  [
    'a touchpoint',
    `update interaction set touchpoint = $2 where customer_id = $1 and kind = 'SUPPORT_CASE'`,
    random(9_000),
    8,
  ],
  [
    'a channel',
    `update interaction set channel = $2 where customer_id = $1 and kind = 'SUPPORT_CASE'`,
    random(9_000),
    8,
  ],
  [
    'a beginning in the year 9999',
    `update interaction set occurred_at = $2 where customer_id = $1 and kind = 'SUPPORT_CASE'`,
    '9999-01-01',
    7,
  ],
  [
    'a beginning long ago',
    `update interaction set occurred_at = $2 where customer_id = $1 and kind = 'SUPPORT_CASE'`,
    '0001-01-01',
    7,
  ],
  ['no end', `update interaction set resolved_at = $2 where customer_id = $1 and kind = 'SUPPORT_CASE'`, 'infinity', 8],
])('a case with %s', async (_what, statement, value, cases) => {
  await spoil(statement, 8, value);
  await goOn();
  expect(await figure('CASE_VOLUME')).toEqual([[cases]]);
  expect(await figure('REVENUE')).toEqual([[850]]);
  expect(await figure('RESOLUTION_TIME')).toEqual([[600]]);
  expect(await list()).toMatchObject([{ subject: await customerOf(8) }]);
});

test('what is right again is in the figures again, and on the list no more', async () => {
  await spoil(`update interaction set amount = 1e200 where customer_id = $1 and kind = 'PURCHASE'`, 8);
  await refresh(world.sql, { now: NOW });
  expect(await list()).toHaveLength(1);
  await spoil(`update interaction set amount = 7 where customer_id = $1 and kind = 'PURCHASE'`, 8);
  await refresh(world.sql, { now: NOW });
  expect(await list()).toEqual([]);
  expect(await figure('REVENUE')).toEqual([[707]]);
});

test('a count of everything comes to the same', async () => {
  await spoil(`update interaction set amount = 1e200 where customer_id = $1 and kind = 'PURCHASE'`, 8);
  await spoil('update customer set country = $2 where id = $1', 7, random(9_000));
  await refresh(world.sql, { now: NOW });
  const [listed, rollups] = [await list(), await storedRollups(world.sql)];
  expect(listed).toHaveLength(2);
  await world.sql.query('truncate set_aside');
  await refresh(world.sql, { now: NOW, anew: true });
  expect(await list()).toEqual(listed);
  expect(await storedRollups(world.sql)).toEqual(rollups);
  expect(await checkFigures(world.sql, { now: NOW })).toMatchObject({ wrongFacts: 0, wrongRollups: 0 });
});

test('a poisoned contact, case and purchase are listed with their reasons, and the next ordinary one is counted', async () => {
  await spoil('update customer set country = $2 where id = $1', 6, random(9_000));
  await spoil(
    `update interaction set resolved_at = $2 where customer_id = $1 and kind = 'SUPPORT_CASE'`,
    7,
    'infinity',
  );
  await spoil(`update interaction set amount = 1e200 where customer_id = $1 and kind = 'PURCHASE'`, 8);
  await goOn();
  expect(await figure('REVENUE')).toEqual([[750]]);
  const told = (await diagnose(world.fork(), null)).map(({ message }) => message).join('\n');
  for (const [id, reason] of [
    [6, 'more than 255 characters'],
    [7, 'it does not fit what is stored'],
    [8, 'beyond 1,000,000,000,000'],
  ] as const)
    expect(told).toMatch(new RegExp(`customer_${await customerOf(id)}\\b.*${reason}`));
});
