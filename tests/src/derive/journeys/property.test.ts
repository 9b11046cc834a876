// A thousand random journeys through random worlds: the visits are those of the naive walk, at any moment.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Journey } from '../../../../src/derive/journeys/definition.ts';
import { refresh } from '../../../../src/derive/refresh/refresh.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { emptyTables } from '../../../support/empty-tables.ts';
import { empty } from '../../../support/lives/world.ts';
import { naiveVisits } from '../../../support/naive-journeys.ts';
import { inOrder, storedVisits, storeJourneys } from '../../../support/stored/visits.ts';
import { randomJourney } from './random-journey.ts';
import { HOUR, NOW, randomWorld, writeWorld } from './random-world.ts';

const WORLDS = 40;
const JOURNEYS = 25;

let world: TestContext;
beforeAll(async () => {
  world = await createTestContext();
});
afterAll(() => world.close());

const journeys = fc.array(
  randomJourney({ surveys: ['a', 'b'], windows: [HOUR, 3 * HOUR, 8 * HOUR], within: ['PT1H', 'PT4H', 'P1D'] }),
  { minLength: JOURNEYS, maxLength: JOURNEYS },
);

it('finds the visits of the naive walk', async () => {
  const { sql } = world;
  const walked = { journeys: 0, customers: 0, visits: 0, secondRuns: 0 };
  await fc.assert(
    fc.asyncProperty(randomWorld, journeys, fc.integer({ min: 0, max: 19 }), async (plan, definitions, hours) => {
      await empty(sql);
      await emptyTables(sql, 'journey, journey_state, journey_visit, customer_due');
      await writeWorld(sql, plan);
      const stored: Journey[] = await storeJourneys(sql, definitions);
      const compare = async (now: Date) => {
        const plain = inOrder(await naiveVisits(sql, stored, now));
        expect(inOrder(await storedVisits(sql))).toEqual(plain);
        return plain;
      };
      const early = new Date(NOW.getTime() - hours * HOUR);
      await refresh(sql, { anew: true, now: early });
      await compare(early);
      // Nobody is marked: time alone brings them on.
      await refresh(sql, { now: NOW });
      const visits = await compare(NOW);
      // Nor does anything change when everybody is walked again.
      await refresh(sql, { anew: true, now: NOW });
      await compare(NOW);
      walked.journeys += stored.length;
      walked.customers += new Set(visits.map(visit => visit.customer)).size;
      walked.visits += visits.length;
      walked.secondRuns += visits.filter(visit => visit.run > 1).length;
    }),
    { numRuns: WORLDS, seed: 20261122 },
  );
  console.info(`${walked.journeys} random journeys over ${walked.customers} customers: 0 differences`);
  expect(walked.journeys).toBe(WORLDS * JOURNEYS);
  expect(walked.visits).toBeGreaterThan(5_000);
  expect(walked.secondRuns).toBeGreaterThan(500);
}, 240_000);
