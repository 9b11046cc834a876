// Whatever happens and whenever we refresh: facts are a recount of what is stored, rollups are sums of the facts.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Sql } from '../../../../src/base/database/sql.ts';
import { checkFigures } from '../../../../src/derive/refresh/check.ts';
import { hasMarks } from '../../../../src/derive/refresh/marked.ts';
import { refresh } from '../../../../src/derive/refresh/refresh.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { step } from '../../../support/lives/steps.ts';
import { createWorld, empty } from '../../../support/lives/world.ts';
import { recount } from '../../../support/recount-facts.ts';
import { plainChunks, storedChunks } from '../../../support/stored/chunks.ts';
import { comparable, plainRollups, storedFacts, storedRollups, withRules } from '../../../support/stored/facts.ts';

let world: TestContext;
beforeAll(async () => {
  world = await createTestContext();
});
afterAll(() => world.close());

it('equals a recount of what is stored, after anything', async () => {
  const { sql } = world;
  let counted = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 30, size: 'max' }), async steps => {
      await empty(sql);
      const life = await createWorld(world);
      for (const one of steps) await life.live(one);
      // Whatever differs now is marked.
      expect(await checkFigures(sql, { subjects: 30, days: 10 })).toMatchObject({ wrongFacts: 0, wrongRollups: 0 });
      await refresh(sql);
      expect(await hasMarks(sql)).toBe(false);

      const plain = await recount(sql);
      const facts = await storedFacts(sql);
      counted += facts.length;
      expect(comparable(withRules(facts, plain))).toEqual(comparable(plain));
      const rollups = await storedRollups(sql);
      expect(rollups).toEqual(plainRollups(facts));
      expect(await sql.query('select from metric_rollup where n <= 0')).toEqual([]);
      expect(await storedChunks(sql)).toEqual(plainChunks(facts));

      await refresh(sql, { anew: true });
      expect(comparable(await storedFacts(sql))).toEqual(comparable(facts));
      expect(await storedRollups(sql)).toEqual(rollups);
      expect(await storedChunks(sql)).toEqual(plainChunks(facts));
    }),
    { numRuns: 30, seed: 20261122 },
  );
  expect(counted).toBeGreaterThan(100);
}, 120_000);

it('does nothing and writes nothing when nothing is marked', async () => {
  const { sql } = world;
  await refresh(sql);
  let writer: string | null | undefined;
  // A transaction that wrote anything has an id.
  const watched: Sql = {
    ...sql,
    transaction: work =>
      sql.transaction(async tx => {
        const result = await work(tx);
        writer = (await tx.one<{ id: string | null }>('select pg_current_xact_id_if_assigned()::text as id'))!.id;
        return result;
      }),
  };
  expect(await refresh(watched)).toMatchObject({ subjects: 0, facts: 0 });
  expect(writer).toBeNull();
});
