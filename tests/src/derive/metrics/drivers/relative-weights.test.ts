// Relative weights against Johnson's own construction on the rows, and against what must hold for any rows.
import fc from 'fast-check';
import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { relativeWeights } from '../../../../../src/derive/metrics/drivers/relative-weights.ts';
import { drawRows, standardise, tableOf } from './rows.ts';

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** From the singular values of the data, X = PΔQᵀ: Z = PQᵀ, outcome on Z, each column on Z. No correlation is used. */
function fromData(rows: { outcome: Float64Array; drivers: readonly Float64Array[] }): number[] {
  const x = new Matrix(rows.drivers.map(column => [...standardise(column)])).transpose();
  const svd = new SingularValueDecomposition(x, { autoTranspose: true });
  const z = svd.leftSingularVectors.mmul(svd.rightSingularVectors.transpose());
  const betas = z.transpose().mmul(Matrix.columnVector([...standardise(rows.outcome)]));
  const lambdas = z.transpose().mmul(x);
  return rows.drivers.map((_, j) => sum(rows.drivers.map((__, k) => (lambdas.get(k, j) * betas.get(k, 0)) ** 2)));
}

describe('relativeWeights', () => {
  it('two drivers: r12 = .5, r_y = (.6, .4)', () => {
    const { weights, rSquared } = relativeWeights(
      [
        [1, 0.5],
        [0.5, 1],
      ],
      [0.6, 0.4],
    );
    expect(rSquared).toBeCloseTo(0.28 / 0.75, 12);
    expect(weights[0]).toBeCloseTo(0.28667, 5);
    expect(weights[1]).toBeCloseTo(0.08667, 5);
  });

  it('drivers that do not correlate get their squared correlation', () => {
    const none = [0, 1, 2].map(i => [0, 1, 2].map(j => (i === j ? 1 : 0)));
    const { weights } = relativeWeights(none, [0.5, -0.3, 0]);
    for (const [i, expected] of [0.25, 0.09, 0].entries()) expect(weights[i]).toBeCloseTo(expected, 12);
  });

  it('equals the construction on the data for 3, 5 and 9 drivers', () => {
    for (const effects of [
      [1, 0.5, 0],
      [1, -1, 0.5, 0.2, 0],
      [2, 1, 1, -1, 0.3, 0, 0, 0.1, -0.4],
    ]) {
      const rows = drawRows(effects.length, 200, effects);
      const table = tableOf(rows);
      const { weights } = relativeWeights(table.among, table.withOutcome);
      for (const [i, expected] of fromData(rows).entries()) expect(weights[i]).toBeCloseTo(expected, 10);
    }
  });

  it('are never negative, sum to R², and follow the drivers when these change places', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 2, maxLength: 6 }),
        fc.double({ min: 0, max: 0.95, noNaN: true }),
        (seed, effects, common) => {
          const rows = drawRows(seed, 60, effects, common);
          const table = tableOf(rows);
          const { weights, rSquared } = relativeWeights(table.among, table.withOutcome);
          expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
          expect(sum(weights)).toBeCloseTo(rSquared, 10);
          expect(rSquared).toBeLessThanOrEqual(1 + 1e-9);
          const turned = tableOf({ outcome: rows.outcome, drivers: rows.drivers.toReversed() });
          const other = relativeWeights(turned.among, turned.withOutcome).weights.toReversed();
          for (const [i, weight] of weights.entries()) expect(other[i]).toBeCloseTo(weight, 8);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('a driver named twice shares its weight with itself', () => {
    const once = relativeWeights(
      [
        [1, 0],
        [0, 1],
      ],
      [0.6, 0.3],
    );
    const twice = relativeWeights(
      [
        [1, 1, 0],
        [1, 1, 0],
        [0, 0, 1],
      ],
      [0.6, 0.6, 0.3],
    );
    expect(twice.rSquared).toBeCloseTo(once.rSquared, 10);
    for (const [i, expected] of [0.18, 0.18, 0.09].entries()) expect(twice.weights[i]).toBeCloseTo(expected, 10);
  });

  it('refuses what is no table of correlations', () => {
    expect(() => relativeWeights([[1, 0.5]], [0.6, 0.4])).toThrow(RangeError);
    expect(() => relativeWeights([[Number.NaN]], [0.6])).toThrow(RangeError);
    expect(relativeWeights([], [])).toEqual({ weights: [], rSquared: 0 });
  });
});
