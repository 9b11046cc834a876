// The search for a maximum, on functions whose maximum is known.
import { describe, expect, it } from 'vitest';
import { maximise } from '../../../../../src/derive/scores/lifetime/maximise.ts';

describe('maximise', () => {
  it('finds the top of a narrow bent ridge (Rosenbrock)', () => {
    const f = ([x, y]: readonly number[]) => -((1 - x!) ** 2) - 100 * (y! - x! ** 2) ** 2;
    const { at, converged } = maximise(f, [[-1.2, 1]]);
    expect(converged).toBe(true);
    expect(at[0]).toBeCloseTo(1, 3);
    expect(at[1]).toBeCloseTo(1, 3);
  });

  it('climbs away from a saddle, where the curvature is upward', () => {
    const { at, converged } = maximise(([x, y]) => 2 * x! ** 2 - x! ** 4 - y! ** 2, [[0.05, 0.5]]);
    expect(converged).toBe(true);
    expect(at[0]).toBeCloseTo(1, 5);
    expect(at[1]).toBeCloseTo(0, 5);
  });

  it('takes the higher of two tops', () => {
    const f = ([x]: readonly number[]) => Math.exp(-((x! - 3) ** 2)) + 2 * Math.exp(-((x! + 3) ** 2));
    expect(maximise(f, [[2.5], [-2.5]]).at[0]).toBeCloseTo(-3, 5);
  });

  it('goes round where the function is no number', () => {
    const { at, converged } = maximise(([x]) => Math.log(x!) - x!, [[-1], [0.01]]);
    expect(converged).toBe(true);
    expect(at[0]).toBeCloseTo(1, 5);
  });

  it('says that it did not converge where there is no top', () => {
    expect(maximise(([x]) => x!, [[0]]).converged).toBe(false);
    expect(maximise(([x]) => x!, [[0]]).at[0]).toBeLessThanOrEqual(14);
  });

  it('refuses a function without a value at any start', () => {
    expect(() => maximise(() => Number.NaN, [[0]])).toThrow(RangeError);
  });
});
