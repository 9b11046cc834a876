// The journeys that an installation begins with: as if somebody had saved them, and nobody is left to be walked.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hasNew } from '../../../../src/derive/evaluation/progress.ts';
import { checkJourney } from '../../../../src/derive/journeys/check.ts';
import { readJourneys } from '../../../../src/derive/journeys/stored-journeys.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';

let world: TestContext;
beforeAll(async () => {
  world = await createTestContext();
});
afterAll(() => world.close());

it('are stored in the very shape in which saving stores them', async () => {
  const stored = await readJourneys(world.sql);
  expect(stored.map(({ key, window, stages }) => [key, window, stages.map(stage => stage.key)])).toEqual([
    ['default', null, ['awareness', 'consideration', 'purchase', 'retention', 'advocacy']],
    ['recovery', 60 * 86_400_000, ['complaint', 'answered', 'solved', 'asked', 'recovered']],
  ]);
  for (const { key, name, mode, window, stages } of stored) {
    const given = { key, name, mode, window: window === null ? null : `PT${window / 1000}S`, stages };
    expect(checkJourney(given)).toEqual({ key, name, mode, window, stages });
  }
});

it('leave nothing to do where there is nobody', async () => {
  expect(await hasNew(world.sql, 'journey')).toBe(false);
});
