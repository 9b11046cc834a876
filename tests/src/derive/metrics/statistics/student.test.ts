// Student's distribution against figures of SciPy's independent implementation.
import { describe, expect, it } from 'vitest';
import { normalQuantile } from '../../../../../src/derive/metrics/statistics/normal.ts';
import { tQuantile, tTwoSided } from '../../../../../src/derive/metrics/statistics/student.ts';

describe('Student’s distribution', () => {
  it.each([
    [0.975, 1, 12.706204736174694],
    [0.975, 4.5, 2.6589123472044034],
    [0.975, 30, 2.0422724563012378],
    [0.975, 1e6, 1.959966356814107],
    [0.9, 2.5, 1.7302509288071766],
    [0.9995, 10_000, 3.2914999659416355],
    [0.1, 2.5, -1.7302509288071766],
    [0.5, 3, 0],
  ])('has %f below, with %f degrees of freedom: %f (SciPy: t.ppf)', (p, df, t) => {
    expect(tQuantile(p, df)).toBeCloseTo(t, 5);
  });

  it('has 0.0396502346656 beyond ±2.5 with 7.3 degrees of freedom (SciPy: t.sf)', () => {
    expect(tTwoSided(2.5, 7.3)).toBeCloseTo(0.03965023466560043, 12);
    expect(tTwoSided(0, 7.3)).toBe(1);
  });

  it('is the normal one with endless degrees of freedom', () => {
    expect(tQuantile(0.975, Number.POSITIVE_INFINITY)).toBe(normalQuantile(0.975));
  });

  it('refuses what is no share and no number of degrees', () => {
    expect(() => tQuantile(0.975, 0)).toThrow(RangeError);
    expect(() => tQuantile(1, 5)).toThrow(RangeError);
  });
});
