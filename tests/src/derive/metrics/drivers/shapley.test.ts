// Shapley importance against the average over every order of entering, each step regressed anew on the rows.
import { Matrix, solve } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { MOST_SHAPLEY_DRIVERS, shapley } from '../../../../../src/derive/metrics/drivers/shapley.ts';
import { drawRows, standardise, tableOf } from './rows.ts';

function orders(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap(item => orders(items.filter(other => other !== item)).map(rest => [item, ...rest]));
}

/** R² of a regression with an orthogonal decomposition of the rows themselves. */
function rSquared(columns: readonly Float64Array[], outcome: Float64Array): number {
  if (columns.length === 0) return 0;
  const x = new Matrix(columns.map(column => [...standardise(column)])).transpose();
  const y = Matrix.columnVector([...standardise(outcome)]);
  return 1 - Matrix.sub(y, x.mmul(solve(x, y))).norm() ** 2;
}

describe('shapley', () => {
  it('two drivers: r12 = .5, r_y = (.6, .4)', () => {
    const result = shapley(
      [
        [1, 0.5],
        [0.5, 1],
      ],
      [0.6, 0.4],
    );
    expect(result.rSquared).toBeCloseTo(0.28 / 0.75, 12);
    expect(result.weights[0]).toBeCloseTo(0.28667, 5);
    expect(result.weights[1]).toBeCloseTo(0.08667, 5);
  });

  it('equals the average gain over all orders', () => {
    for (const effects of [[1], [1, 0.5, 0], [1, -1, 0.5, 0.2, 0]]) {
      const rows = drawRows(7, 80, effects, 0.6);
      const all = orders(effects.map((_, i) => i));
      const expected = effects.map((_, driver) => {
        const gains = all.map(order => {
          const before = order.slice(0, order.indexOf(driver)).map(i => rows.drivers[i]!);
          return rSquared([...before, rows.drivers[driver]!], rows.outcome) - rSquared(before, rows.outcome);
        });
        return gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
      });
      const table = tableOf(rows);
      const result = shapley(table.among, table.withOutcome);
      for (const [i, value] of expected.entries()) expect(result.weights[i]).toBeCloseTo(value, 10);
      expect(result.rSquared).toBeCloseTo(rSquared(rows.drivers, rows.outcome), 10);
    }
  });

  it('a driver named twice shares its weight with itself', () => {
    const { weights } = shapley(
      [
        [1, 1, 0],
        [1, 1, 0],
        [0, 0, 1],
      ],
      [0.6, 0.6, 0.3],
    );
    for (const [i, expected] of [0.18, 0.18, 0.09].entries()) expect(weights[i]).toBeCloseTo(expected, 10);
  });

  it('takes twelve drivers and refuses thirteen', () => {
    const table = tableOf(drawRows(3, 300, Array<number>(12).fill(0.3)));
    const { weights, rSquared: whole } = shapley(table.among, table.withOutcome);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(whole, 10);
    const many = Array<number>(MOST_SHAPLEY_DRIVERS + 1).fill(0);
    expect(() => shapley([], many)).toThrow(/12 drivers at most, not 13/);
    expect(() => shapley([[1]], [0.1, 0.2])).toThrow(RangeError);
  });
});
