// Halves are tried until those who are to blame are found: all others are worked off, and of the failed nothing is left.
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bisect } from '../../../../src/base/database/bisect.ts';
import { isDataError, type Sql } from '../../../../src/base/database/sql.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';

let world: TestContext;
beforeAll(async () => {
  world = await createTestContext();
  await world.sql.query('create table taken (id int not null, half int not null)');
});
beforeEach(() => world.sql.query('truncate taken'));
afterAll(() => world.close());

/** 0 has no reciprocal: PostgreSQL refuses the whole statement. */
async function take(tx: Sql, ids: readonly number[]): Promise<number> {
  await tx.query('insert into taken select id, 100 / (id % 10) from unnest($1::int[]) i(id)', [ids]);
  return ids.length;
}
const isBad = (id: number) => id % 10 === 0;
const split = (error: unknown) => {
  if (!isDataError(error)) throw error;
  return 'SPLIT' as const;
};
const taken = async () =>
  (await world.sql.query<{ id: number }>('select id from taken order by id')).map(({ id }) => id);

it('takes all that can be taken, once and in order, and names the others', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.nat({ max: 99 }), { maxLength: 40 }), async ids => {
      await world.sql.query('truncate taken');
      const { done, failed, untried } = await world.sql.transaction(tx =>
        bisect(tx, ids, { work: (part, inner) => take(inner, part), onFailure: split }),
      );
      expect(failed.map(({ item }) => item)).toEqual(ids.filter(isBad));
      expect(failed.every(({ error }) => /division by zero/.test(String(error)))).toBe(true);
      expect(untried).toEqual([]);
      const good = ids.filter(id => !isBad(id));
      expect(done.reduce((sum, part) => sum + part, 0)).toBe(good.length);
      expect(await taken()).toEqual(good.sort((a, b) => a - b));
    }),
    { numRuns: 25 },
  );
});

describe('it', () => {
  const ids = Array.from({ length: 64 }, (_, i) => i + 1);

  it('takes few tries where few are bad', async () => {
    let tries = 0;
    const work = (part: readonly number[], tx: Sql) => {
      tries += 1;
      return take(tx, part);
    };
    await world.sql.transaction(tx => bisect(tx, ids.slice(0, 16), { work, onFailure: split }));
    expect(tries).toBe(1 + 2 * 4);
  });

  it('leaves the rest untried once it is spent, and what was done stays', async () => {
    let failures = 0;
    const { failed, untried } = await world.sql.transaction(tx =>
      bisect(tx, ids, {
        work: (part, inner) => take(inner, part),
        onFailure(error) {
          failures += 1;
          return split(error);
        },
        isSpent: () => failures >= 8,
      }),
    );
    expect(failures).toBe(8);
    expect(failed.map(({ item }) => item)).toEqual([10]);
    const kept = await taken();
    expect([...kept, ...untried, 10].sort((a, b) => a - b)).toEqual(ids);
    expect(untried.length).toBeGreaterThan(0);
  });

  it('tries the same part again where the cause is out of the way', async () => {
    let broken = true;
    const { done, failed } = await world.sql.transaction(tx =>
      bisect(tx, [1, 2, 3], {
        async work(part, inner) {
          if (broken) await inner.query('select 1 / 0');
          return take(inner, part);
        },
        onFailure() {
          broken = false;
          return 'AGAIN';
        },
      }),
    );
    expect({ done, failed }).toEqual({ done: [3], failed: [] });
  });

  it('ends with what does not come from the items', async () => {
    const wrong = world.sql.transaction(tx =>
      bisect(tx, [1, 2], { work: (_part, inner) => inner.query('select nothing'), onFailure: split }),
    );
    await expect(wrong).rejects.toThrow('column "nothing" does not exist');
  });
});
