// Whatever happens, whoever is merged or comes apart, and whenever we refresh: visits are those of the naive walk.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Journey } from '../../../../src/derive/journeys/definition.ts';
import { refresh } from '../../../../src/derive/refresh/refresh.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { emptyTables } from '../../../support/empty-tables.ts';
import { moment, step } from '../../../support/lives/steps.ts';
import { createWorld, empty } from '../../../support/lives/world.ts';
import { naiveVisits } from '../../../support/naive-journeys.ts';
import { inOrder, storedVisits, storeJourneys } from '../../../support/stored/visits.ts';
import { randomJourney } from './random-journey.ts';

const MINUTE = 60_000;
let world: TestContext;
beforeAll(async () => {
  world = await createTestContext();
});
afterAll(() => world.close());

const definition = randomJourney({
  surveys: ['own', 'source-1-s1', 'source-2-s1'],
  windows: [60 * MINUTE, 1440 * MINUTE, 3000 * MINUTE],
  within: ['PT1H', 'P1D'],
});
type Definition = Omit<Journey, 'id' | 'key' | 'name'>;

/** Whatever happens to a customer is a visit of one of these. */
const plain: readonly Definition[] = [
  { interaction: {} },
  { interaction: { kind: 'SUPPORT_CASE' as const, moment: 'ANSWERED' as const } },
  { interaction: { kind: 'SUPPORT_CASE' as const, moment: 'RESOLVED' as const, nth: 2 } },
  { answer: { measure: 'NPS' as const } },
  { answer: { measure: 'CSAT' as const, mean: { gte: 3 } } },
  { invitation: { surveyKind: 'RELATIONSHIP' as const } },
  { invitation: { surveyKind: 'TOUCHPOINT' as const } },
  { any: [{ lifecycleStage: 'LEAD' as const }, { lifecycleStage: 'CUSTOMER' as const }] },
].map(rule => ({ mode: 'ORDERED', window: 1, stages: [{ key: 's', name: 'S', phase: 'PURCHASE', rule }] }));

const plan = fc.record({
  first: fc.array(definition, { minLength: 8, maxLength: 8 }),
  saved: fc.array(definition, { minLength: 2, maxLength: 2 }),
  steps: fc.array(step, { minLength: 10, maxLength: 30, size: 'max' }),
  /** Minutes from one refresh to the next. */
  pace: fc.integer({ min: 0, max: 1000 }),
});

it('equals the naive walk, after anything', async () => {
  const { sql } = world;
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(plan, async ({ first, saved, steps, pace }) => {
      await empty(sql);
      await emptyTables(sql, 'journey, journey_state, journey_visit, customer_due');
      const life = await createWorld(world);
      await storeJourneys(sql, [...first, ...plain]);
      let minute = -2000;
      const catchUp = async () => {
        minute += pace;
        await refresh(sql, { now: new Date(moment(minute)) });
      };
      for (const [i, one] of steps.entries()) {
        if (i === Math.floor(steps.length / 2)) await changeJourneys(saved);
        if (one.do === 'refresh') await catchUp();
        else await life.live(one);
      }
      await catchUp();
      const now = await compare(minute);
      await refresh(sql, { now: new Date(moment(minute)), anew: true });
      expect(inOrder(await storedVisits(sql))).toEqual(now);
      // Nobody is marked: time alone brings them on.
      await refresh(sql, { now: new Date(moment(9000)) });
      compared += (await compare(9000)).length;
    }),
    { numRuns: 30, seed: 20261122, endOnFailure: true },
  );
  expect(compared).toBeGreaterThan(300);
}, 240_000);

async function compare(minute: number) {
  const { sql } = world;
  const journeys = await sql.query<Journey>('select * from journey');
  const stored = inOrder(await storedVisits(sql));
  expect(stored).toEqual(inOrder(await naiveVisits(sql, journeys, new Date(moment(minute)))));
  return stored;
}

/** One is changed, one deleted, one new. */
async function changeJourneys([changed, added]: readonly Definition[]): Promise<void> {
  const { sql } = world;
  const { mode, window, stages } = changed!;
  await sql.query(
    `update journey set mode = $1, "window" = $2, stages = $3, revision = revision + 1 where key = 'j1'`,
    [mode, window, JSON.stringify(stages)],
  );
  await sql.query(`delete from journey where key in ('j2', 'j3')`);
  await sql.query(`update journey set key = 'other-' || key`);
  await storeJourneys(sql, [added!]);
}
