// Whatever is found of which groups, in whatever order: what is open is what was found last, and nothing is told twice.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { groupKey } from '../../../../src/derive/alerts/group.ts';
import { type Found, settle } from '../../../../src/derive/alerts/ledger.ts';
import { type AlertWorld, createAlertWorld } from './world.ts';

let shop: AlertWorld;
beforeAll(async () => {
  shop = await createAlertWorld();
});
afterAll(() => shop.close());

const byChannel = (key: string): Found['by'] => [{ dimension: 'CHANNEL', key, label: key }];
const found = (key: string, month: number, finding: Found['finding']): Found => {
  const start = `2026-0${month}-01`;
  const bucket = { start, end: `2026-0${month}-28` };
  return { finding, by: key === '' ? [] : byChannel(key), bucket, value: {}, message: `${key} ${start} ${finding}` };
};

const step = fc.record({
  found: fc.uniqueArray(
    fc.record({
      key: fc.constantFrom('', 'CHAT', 'EMAIL', 'a "quoted" one'),
      month: fc.constantFrom(1, 2),
      finding: fc.constantFrom('FELL' as const, 'ROSE' as const),
    }),
    { selector: ({ key }) => key },
  ),
  /** Groups that were looked at besides; null for all. */
  judged: fc.option(fc.subarray(['', 'CHAT', 'EMAIL'])),
});

it('is open what was found last, and each group once a bucket and finding', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 10 }), async steps => {
      await shop.empty();
      const id = await shop.rule({ when: { below: 70 } });
      const open = new Map<string, string>();
      const ever: string[] = [];
      for (const [i, { found: list, judged }] of steps.entries()) {
        const all = list.map(({ key, month, finding }) => found(key, month, finding));
        const keys = judged && [
          ...judged.map(key => (key === '' ? '' : groupKey(byChannel(key)))),
          ...all.map(({ by }) => groupKey(by)),
        ];
        const { opened } = await settle(
          shop.ctx(),
          { id, revision: 1 },
          { found: all, judged: keys },
          new Date(Date.UTC(2026, 9, 1, i)),
        );
        for (const key of [...open.keys()]) if (keys === null || keys.includes(key)) open.delete(key);
        for (const { by, message } of all) open.set(groupKey(by), message);
        const fresh = all.filter(({ message }) => !ever.includes(message));
        ever.push(...fresh.map(({ message }) => message));
        expect(opened).toBe(fresh.length);
        const alerts = await shop.alerts();
        expect(
          alerts
            .filter(({ isOpen }) => isOpen)
            .map(({ message }) => message)
            .sort(),
        ).toEqual([...open.values()].sort());
        expect(alerts.map(({ message }) => message).sort()).toEqual([...ever].sort());
      }
    }),
    { numRuns: 25, seed: 20261201 },
  );
}, 60_000);

it('does nothing for a rule that has changed since', async () => {
  await shop.empty();
  const id = await shop.rule({ when: { below: 70 } });
  const settlement = { found: [found('CHAT', 1, 'FELL')], judged: null };
  expect(await settle(shop.ctx(), { id, revision: 7 }, settlement, new Date())).toEqual({
    opened: 0,
    isCurrent: false,
  });
  expect(await shop.alerts()).toEqual([]);
});

it('keeps one of two groups that are called the same', async () => {
  await shop.empty();
  const id = await shop.rule({ when: { below: 70 } });
  const settlement = { found: [found('CHAT', 1, 'FELL'), found('CHAT', 2, 'FELL')], judged: null };
  expect(await settle(shop.ctx(), { id, revision: 1 }, settlement, new Date())).toMatchObject({ opened: 1 });
});
