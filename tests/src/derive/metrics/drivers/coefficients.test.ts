// Standardised coefficients: against a regression of the rows themselves, and where drivers depend on each other.
import { Matrix, solve } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { standardisedBetas } from '../../../../../src/derive/metrics/drivers/coefficients.ts';
import { drawRows, standardise, tableOf } from './rows.ts';

const betasOf = (rows: { outcome: Float64Array; drivers: readonly Float64Array[] }) => {
  const { among, withOutcome } = tableOf(rows);
  return standardisedBetas(among, withOutcome);
};

describe('standardisedBetas', () => {
  it('equals the regression of the standardised rows', () => {
    const rows = drawRows(3, 90, [1, -1, 0.5, 0], 0.6);
    const x = new Matrix(rows.drivers.map(column => [...standardise(column)])).transpose();
    const expected = solve(x, Matrix.columnVector([...standardise(rows.outcome)])).to1DArray();
    for (const [i, beta] of betasOf(rows).entries()) expect(beta).toBeCloseTo(expected[i]!, 9);
  });

  it('shares the coefficient among copies, however rounding falls', () => {
    for (let seed = 1; seed <= 30; seed++) {
      const rows = drawRows(seed, 60, [1, 0.5], 0.4);
      const [a, b] = rows.drivers as [Float64Array, Float64Array];
      const [once, other] = betasOf(rows) as [number, number];
      const copies = betasOf({ outcome: rows.outcome, drivers: [a, a.map(v => 3 * v + 1), a.map(v => v / 7), b] });
      for (const beta of copies.slice(0, 3)) expect(beta).toBeCloseTo(once / 3, 6);
      expect(copies[3]).toBeCloseTo(other, 6);
    }
  });
});
