// Which drivers are taken when none are named: whatever customers have, enough of them are left.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowsNeeded } from '../../../../../src/derive/metrics/drivers/report.ts';
import {
  type CustomerTable,
  chooseDrivers,
  completeRows,
  pairs,
} from '../../../../../src/derive/metrics/drivers/table.ts';

/** Column by column, which customers have the driver. */
const tableOf = (has: readonly (readonly boolean[])[], rows: number): CustomerTable => ({
  population: rows,
  outcome: Float64Array.from({ length: rows }, (_, row) => row),
  drivers: has.map(column => Float64Array.from({ length: rows }, (_, row) => (column[row] ? row * 2 : Number.NaN))),
});

const table = fc.integer({ min: 0, max: 150 }).chain(rows =>
  fc
    .array(
      fc.double({ min: 0, max: 1, noNaN: true }).chain(share =>
        fc.array(
          fc.double({ min: 0, max: 1, noNaN: true }).map(chance => chance < share),
          { minLength: rows, maxLength: rows },
        ),
      ),
      { minLength: 1, maxLength: 6 },
    )
    .map(has => tableOf(has, rows)),
);

describe('chooseDrivers', () => {
  it('leaves enough complete customers, and tells of each driver what became of it', () => {
    let taking = 0;
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 60 }), (one, least) => {
        const { taken, left } = chooseDrivers(one, least);
        expect([...taken, ...left.map(({ driver }) => driver)].sort()).toEqual([...one.drivers.keys()]);
        expect(taken).toEqual([...taken].sort((a, b) => a - b));
        for (const { together, needed } of left) expect(together).toBeLessThan(needed);
        if (taken.length === 0) return;
        taking += Number(taken.length > 1);
        const rows = completeRows(one, taken);
        expect(rows.outcome.length).toBeGreaterThanOrEqual(Math.max(least, rowsNeeded(taken.length)));
        for (const driver of rows.drivers) expect([...driver]).toEqual([...rows.outcome].map(row => row * 2));
        // No driver that is left out had more customers than one that was taken, unless they are others.
        const best = Math.max(...one.drivers.map((_, driver) => pairs(one, driver)));
        expect(taken.some(driver => pairs(one, driver) === best)).toBe(true);
      }),
      { numRuns: 200, seed: 20261122 },
    );
    expect(taking).toBeGreaterThan(20);
  });

  it('takes the one that all have before the one that few have, and not the one that would leave a few', () => {
    const all = Array.from({ length: 100 }, () => true);
    const some = all.map((_, row) => row < 49);
    expect(chooseDrivers(tableOf([some, all], 100), 5)).toMatchObject({
      taken: [1],
      left: [{ driver: 0, together: 49, needed: 50 }],
    });
    expect(chooseDrivers(tableOf([some, all], 98), 5).taken).toEqual([0, 1]);
    expect(chooseDrivers(tableOf([some], 100), 5).taken).toEqual([0]);
    expect(chooseDrivers(tableOf([some], 100), 50).taken).toEqual([]);
  });

  it('does not look at those whose answers are on several scales', () => {
    const all = Array.from({ length: 100 }, () => true);
    expect(chooseDrivers(tableOf([all, all], 100), 5, new Set([0]))).toEqual({ taken: [1], left: [], mixed: [0] });
  });
});
