// A rule by groups: each has alerts of its own, the level is that of all together, and small groups are never named.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { emptyTables } from '../../../support/empty-tables.ts';
import { type AlertWorld, createAlertWorld } from './world.ts';

let shop: AlertWorld;
beforeAll(async () => {
  shop = await createAlertWorld();
});
afterAll(() => shop.close());
beforeEach(() => shop.empty());

const told = async () => (await shop.alerts()).map(({ by, isOpen }) => [by.map(({ key }) => key).join(), isOpen]);

it('opens and closes each group by itself', async () => {
  await shop.answer('2026-10-05', 10, 30, 'EMAIL');
  await shop.answer('2026-10-05', 30, 10, 'PHONE');
  await shop.answer('2026-10-05', 0, 4, 'CHAT');
  await shop.rule({ by: ['CHANNEL'], when: { below: 70 } });
  await shop.evaluate('2026-10-06T00:00:00Z');
  expect(await shop.alerts()).toMatchObject([
    {
      by: [{ dimension: 'CHANNEL', key: 'EMAIL', label: 'EMAIL' }],
      value: { value: 25, n: 40 },
      message: 'CSAT for channel EMAIL is 25 % (n 40) in October 2026 so far, below 70 %.',
    },
  ]);
  await shop.answer('2026-10-06', 0, 40, 'PHONE');
  await shop.evaluate('2026-10-07T00:00:00Z');
  await shop.answer('2026-10-07', 200, 0, 'EMAIL');
  await shop.evaluate('2026-10-08T00:00:00Z');
  expect(await told()).toEqual([
    ['EMAIL', false],
    ['PHONE', true],
  ]);
});

it('looks at the last whole bucket of groups whose next one cannot be relied on yet', async () => {
  await shop.answer('2026-10-05', 10, 30, 'EMAIL');
  await shop.answer('2026-10-05', 10, 30, 'PHONE');
  await shop.answer('2026-11-05', 10, 30, 'PHONE');
  await shop.rule({ by: ['CHANNEL'], when: { below: 70 } });
  await shop.evaluate('2026-11-06T00:00:00Z');
  const alerts = (await shop.alerts()).map(({ by, start }) => [by[0]!.key, start]);
  expect(alerts.sort()).toEqual([
    ['EMAIL', '2026-10-01'],
    ['PHONE', '2026-11-01'],
  ]);
});

it('shares its level out over the groups that could be relied on in the bucket before', async () => {
  await shop.answer('2026-09-05', 50, 50, 'EMAIL');
  await shop.answer('2026-10-05', 25, 95, 'EMAIL');
  const rule = { by: ['CHANNEL'], when: { significantChange: true } } as const;
  await shop.rule(rule);
  await shop.evaluate('2026-10-06T00:00:00Z');
  expect((await shop.alerts())[0]?.message).toMatch(
    /^CSAT for channel EMAIL fell significantly .* \(p (= 0\.\d+|< 0\.001) at any look, level 0\.05\)\.$/,
  );
  await shop.answer('2026-09-06', 20, 20, 'PHONE');
  await shop.answer('2026-09-06', 20, 20, 'CHAT');
  // One that has nothing before it is not tested.
  await shop.answer('2026-10-06', 0, 100, 'CHAT');
  await emptyTables(shop.world.sql, 'alert');
  await shop.evaluate('2026-10-07T00:00:00Z');
  const texts = (await shop.alerts()).map(({ message }) => message).sort();
  expect(texts).toHaveLength(2);
  for (const text of texts) expect(text).toMatch(/at any look, level 0\.05, 3 groups\)\.$/);
});

it('asks for as many statements however many groups there are', async () => {
  const statementsOf = async (channels: readonly ('EMAIL' | 'PHONE' | 'CHAT')[]) => {
    await shop.empty();
    for (const channel of channels) {
      await shop.answer('2026-09-05', 20, 20, channel);
      await shop.answer('2026-10-05', 0, 40, channel);
    }
    await shop.rule({ by: ['CHANNEL', 'SURVEY'], when: { below: 70 } });
    await shop.evaluate('2026-10-06T00:00:00Z');
    await emptyTables(shop.world.sql, 'alert');
    shop.world.statements.length = 0;
    await shop.evaluate('2026-10-06T01:00:00Z');
    expect(await shop.open()).toHaveLength(channels.length);
    return shop.world.statements.length;
  };
  expect(await statementsOf(['EMAIL', 'PHONE', 'CHAT'])).toBe(await statementsOf(['EMAIL']));
});
