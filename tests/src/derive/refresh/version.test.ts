// Figures that an earlier version counted are counted anew once, and once only.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isRefreshDue, refresh } from '../../../../src/derive/refresh/refresh.ts';
import { FIGURES_VERSION } from '../../../../src/derive/refresh/version.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { at, createSource, person, raw } from '../../../support/pipeline.ts';

let world: TestContext;
beforeAll(async () => {
  world = await createTestContext();
});
afterAll(() => world.close());

const stored = async () =>
  (
    await world.sql.one<{ version: number }>(
      `select (value ->> 'version')::int as version from setting where key = 'figures'`,
    )
  )?.version;
const sum = async () => (await world.sql.one<{ sum: number }>('select sum(value) as sum from metric_fact'))!.sum;
/** As if the facts of the version before had meant something else. */
const spoil = () => world.sql.query('update metric_fact set value = value + 1');
const countedAnew = async () => {
  world.statements.length = 0;
  await refresh(world.sql);
  return world.statements.some(text => text.includes('delete from metric_fact') && !text.includes('using'));
};

test('a recount for each version, when there is something to recount', async () => {
  const source = await createSource(world.sql, 'shop');
  await source.commit({
    records: [
      person('1', 1),
      raw('purchase', '1', 1, {
        type: 'interaction',
        kind: 'PURCHASE',
        occurredAt: at(1),
        customer: { object: 'contact', id: '1' },
        amount: 10,
        currency: 'EUR',
      }),
    ],
  });
  expect(await countedAnew()).toBe(false);
  expect([await stored(), await sum()]).toEqual([FIGURES_VERSION, 10]);

  // As the versions before this one left it, and as the next one finds it.
  for (const outdated of [
    `delete from setting where key = 'figures'`,
    `update setting set value = '{"version": ${FIGURES_VERSION - 1}}' where key = 'figures'`,
  ]) {
    await spoil();
    await world.sql.query(outdated);
    expect(await isRefreshDue(world.sql, new Date())).toBe(true);
    expect(await countedAnew()).toBe(true);
    expect([await stored(), await sum()]).toEqual([FIGURES_VERSION, 10]);
    expect(await isRefreshDue(world.sql, new Date())).toBe(false);
    await spoil();
    expect(await countedAnew()).toBe(false);
    expect(await sum()).toBe(11);
  }

  // Beside a later version this one keeps its hands off.
  await world.sql.query(`update setting set value = '{"version": ${FIGURES_VERSION + 1}}' where key = 'figures'`);
  expect(await countedAnew()).toBe(false);
  expect([await stored(), await sum()]).toEqual([FIGURES_VERSION + 1, 11]);
});
