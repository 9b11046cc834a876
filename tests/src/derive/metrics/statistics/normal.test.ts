// The normal distribution against figures of R's and SciPy's independent implementations.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareNormal,
  normalQuantile,
  normalTwoSided,
  zOf,
} from '../../../../../src/derive/metrics/statistics/normal.ts';

describe('the normal distribution', () => {
  it.each([
    [0.975, 1.959963984540054],
    [0.5, 0],
    [0.995, 2.5758293035489004],
    [0.025, -1.959963984540054],
  ])('has %f below %f (R: qnorm)', (p, z) => {
    expect(normalQuantile(p)).toBeCloseTo(z, 12);
  });

  it.each([
    [0, 1],
    [1.959963984540054, 0.05],
    [3.3, 0.0009668482847675549],
    [10, 1.523970604832094e-23],
    [36, 8.365248131593616e-284],
  ])('has beyond ±%f the chance %f (SciPy: norm.sf)', (z, p) => {
    expect(normalTwoSided(z) / p).toBeCloseTo(1, 9);
    expect(normalTwoSided(-z)).toBe(normalTwoSided(z));
  });

  it('gives 0, not an error, where no number is small enough', () => {
    expect([38, 1e6, Number.POSITIVE_INFINITY].map(normalTwoSided)).toEqual([0, 0, 0]);
  });

  it.each([0, 1, -0.1, 1.1, Number.NaN])('refuses a quantile of %f', p => {
    expect(() => normalQuantile(p)).toThrow(RangeError);
  });

  it('has quantile and tail as inverses', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.9999, noNaN: true }), confidence => {
        expect(normalTwoSided(zOf(confidence))).toBeCloseTo(1 - confidence, 10);
      }),
    );
  });

  it('compares values only where at least one varies', () => {
    expect(compareNormal(1, 0, 2, 0)).toBeNull();
    expect(compareNormal(0, 0.5, 1.959963984540054, 0.5)).toBeCloseTo(0.05, 12);
  });
});
