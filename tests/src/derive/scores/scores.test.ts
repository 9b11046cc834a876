// Scores are what the definition says of the customer's own records, whatever these are and whenever they are counted.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hasMarks } from '../../../../src/derive/refresh/marked.ts';
import { refresh } from '../../../../src/derive/refresh/refresh.ts';
import { scoreEverybody } from '../../../../src/derive/refresh/score-everybody.ts';
import { HEALTH, HEALTH_PARTS, type HealthPart } from '../../../../src/derive/scores/health.ts';
import { refreshScores } from '../../../../src/derive/scores/refresh-scores.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { CUSTOMERS, expected, life, NOW, store } from './world.ts';

let world: TestContext;
beforeAll(async () => {
  world = await createTestContext();
});
afterAll(() => world.close());

interface Stored {
  customer_id: number;
  latest_nps: number | null;
  latest_csat: number | null;
  latest_csat_scale: string | null;
  latest_ces: number | null;
  latest_ces_scale: string | null;
  health: number;
  health_version: number | null;
  purchases: number;
  first: number | null;
  last: number | null;
  mean_amount: number | null;
  currency: string | null;
  xmin: string;
}
const stored = () =>
  world.sql.query<Stored>(
    `select *, xmin::text, first_purchase - date '1970-01-01' as first, last_purchase - date '1970-01-01' as last
     from customer_score order by customer_id`,
  );

/** The definition in words: straight lines from worst to best, those known weighed against each other. */
function healthOf(parts: Readonly<Record<HealthPart, number | null>>): number | null {
  const known = HEALTH.components.flatMap(({ part, weight, worst, best }) => {
    const value = parts[part];
    return value === null ? [] : [{ weight, points: 100 * Math.min(1, Math.max(0, (value - worst) / (best - worst))) }];
  });
  if (known.length < 2) return null;
  const total = known.reduce((sum, { weight }) => sum + weight, 0);
  return known.reduce((sum, { weight, points }) => sum + (weight * points) / total, 0);
}

function check(row: Stored, { latest, parts, history }: ReturnType<typeof expected>): void {
  const { latest_nps, latest_csat, latest_csat_scale, latest_ces, latest_ces_scale } = row;
  expect([latest_nps, latest_csat, latest_csat_scale, latest_ces, latest_ces_scale]).toEqual(latest);
  const { purchases, first, last, mean_amount, currency } = row;
  expect({ purchases, first, last, currency }).toEqual({
    purchases: history.purchases,
    first: history.first,
    last: history.last,
    currency: history.currency,
  });
  if (history.mean === null) expect(mean_amount).toBeNull();
  else expect(mean_amount).toBeCloseTo(history.mean, 9);
  const health = healthOf(parts);
  expect(row.health_version).toBe(health === null ? null : HEALTH.version);
  if (health === null) expect(row.health).toBe(-Infinity);
  else expect(row.health).toBeCloseTo(health, 6);
}

it('are a recount of what is stored, now and as time goes on', async () => {
  const seen = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(life, async one => {
      const { sql } = world;
      await store(sql, one);
      await refreshScores(sql, [...CUSTOMERS, -7], new Date(NOW));
      const rows = await stored();
      expect(rows.map(row => row.customer_id)).toEqual(CUSTOMERS);
      for (const row of rows) {
        const wanted = expected(row.customer_id, one);
        check(row, wanted);
        for (const part of HEALTH_PARTS) if (wanted.parts[part] !== null) seen.set(part, (seen.get(part) ?? 0) + 1);
        seen.set('null', (seen.get('null') ?? 0) + Number(row.health === -Infinity));
      }
      // Nothing has changed: nothing is written.
      await refreshScores(sql, CUSTOMERS, new Date(NOW));
      expect(await stored()).toEqual(rows);
      const later = NOW + 40 * 86_400_000;
      expect(await scoreEverybody(sql, { now: new Date(later) })).toBe(CUSTOMERS.length);
      for (const row of await stored()) check(row, expected(row.customer_id, one, later));
    }),
    { numRuns: 60, seed: 20261122 },
  );
  // Every part was met often, and so was nobody's health.
  expect([...seen.keys()].sort()).toEqual([...HEALTH_PARTS, 'null'].sort());
  expect(Math.min(...seen.values())).toBeGreaterThan(5);
}, 120_000);

it('are right when everybody is scored while refreshes go on', async () => {
  const { sql } = world;
  const one = fc.sample(life, { numRuns: 1, seed: 5 })[0]!;
  await store(sql, one);
  const often = async (work: () => Promise<unknown>) => {
    for (let i = 0; i < 15; i++) await work();
  };
  await Promise.all([
    often(() => scoreEverybody(sql, { now: new Date(NOW) })),
    often(async () => {
      await sql.query('insert into change_mark (subject) select id from customer');
      await refresh(sql);
    }),
  ]);
  while (await hasMarks(sql)) await refresh(sql);
  await scoreEverybody(sql, { now: new Date(NOW) });
  for (const row of await stored()) check(row, expected(row.customer_id, one));
});

it('go with their customer', async () => {
  const { sql } = world;
  await store(sql, { answers: [], cases: [], purchases: [], chats: [] });
  await sql.query('delete from customer where id = 2');
  await refreshScores(sql, CUSTOMERS);
  expect((await stored()).map(row => row.customer_id)).toEqual([1, 3]);
});

it('have parts, weights and ends that make sense', () => {
  expect(HEALTH.components.map(({ part }) => part)).toEqual(HEALTH_PARTS);
  expect(HEALTH.components.reduce((sum, { weight }) => sum + weight, 0)).toBe(100);
  for (const { worst, best } of HEALTH.components) expect(worst).not.toBe(best);
});
