// Shares: published and independently computed figures, and what must hold for all of them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareProportions,
  proportionsZ,
  proportionVariance,
  wilson,
} from '../../../../../src/derive/metrics/statistics/proportion.ts';

const share = fc
  .tuple(fc.nat(500), fc.nat(500))
  .filter(([yes, no]) => yes + no > 0)
  .map(([yes, no]) => [yes, yes + no] as const);

describe('the Wilson interval', () => {
  it.each([
    [80, 100, 0.95, 0.7112, 0.8666, 'CSAT vector'],
    [0, 10, 0.95, 0, 0.2775, 'CSAT vector'],
    [7, 9, 0.95, 0.4525889691, 0.9367748929, 'SciPy: binomtest'],
    [7, 9, 0.9, 0.5036423828, 0.9235052624, 'SciPy: binomtest'],
  ])('of %i in %i at %f is %f to %f (%s)', (positive, n, confidence, low, high) => {
    const bounds = wilson(positive, n, confidence);
    expect(bounds.low).toBeCloseTo(low, 4);
    expect(bounds.high).toBeCloseTo(high, 4);
  });

  it('holds the share, grows with confidence and shrinks with n', () => {
    fc.assert(
      fc.property(share, fc.double({ min: 0.5, max: 0.98, noNaN: true }), ([positive, n], confidence) => {
        const bounds = wilson(positive, n, confidence);
        const surer = wilson(positive, n, confidence + 0.01);
        const more = wilson(4 * positive, 4 * n, confidence);
        expect(0 <= bounds.low && bounds.low <= positive / n).toBe(true);
        expect(positive / n <= bounds.high && bounds.high <= 1).toBe(true);
        expect(surer.low <= bounds.low && bounds.high <= surer.high).toBe(true);
        expect(more.high - more.low).toBeLessThan(bounds.high - bounds.low);
      }),
    );
  });
});

describe('the N−1 two-proportion test', () => {
  it.each([
    [80, 100, 70, 100, 1.629, 0.103],
    [11, 12, 5, 12, 2.543, 0.011],
  ])('%i in %i against %i in %i: z %f, p %f (measuringu.com)', (x1, n1, x2, n2, z, p) => {
    expect(proportionsZ(x1, n1, x2, n2)).toBeCloseTo(z, 3);
    expect(compareProportions(x1, n1, x2, n2)).toBeCloseTo(p, 3);
  });

  it('tells nothing of an empty side, and no difference where all answers are alike', () => {
    expect(compareProportions(0, 0, 3, 5)).toBeNull();
    expect(compareProportions(5, 5, 0, 0)).toBeNull();
    expect(compareProportions(5, 5, 7, 7)).toBe(1);
  });

  it('gives a chance, the same from either side', () => {
    fc.assert(
      fc.property(share, share, ([x1, n1], [x2, n2]) => {
        const p = compareProportions(x1, n1, x2, n2)!;
        expect(p >= 0 && p <= 1).toBe(true);
        expect(compareProportions(x2, n2, x1, n1)).toBe(p);
        expect(compareProportions(n1 - x1, n1, n2 - x2, n2)).toBeCloseTo(p, 9);
      }),
    );
  });
});

describe('the variance of a share', () => {
  it('is never 0, and comes near p(1 − p)/n', () => {
    expect(proportionVariance(10, 10)).toBeGreaterThan(0);
    expect(proportionVariance(800_000, 1_000_000)).toBeCloseTo((0.8 * 0.2) / 1_000_000, 11);
  });
});
