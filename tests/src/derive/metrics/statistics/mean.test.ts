// Means from sums against figures of SciPy from the values themselves, and what must hold for all of them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareMeans, meanInterval, meanOf, meanVariance } from '../../../../../src/derive/metrics/statistics/mean.ts';

function moments(values: readonly number[]) {
  return {
    n: values.length,
    sum: values.reduce((sum, value) => sum + value, 0),
    squares: values.reduce((sum, value) => sum + value * value, 0),
  };
}

const A = moments([3, 4, 5, 5, 2, 4, 4, 1, 5, 3]);
const B = moments([5, 5, 4, 5, 5, 3, 5, 4]);
const values = fc.array(fc.integer({ min: -100, max: 100_000 }), { minLength: 2, maxLength: 40 });

describe('a mean', () => {
  it('has Student’s interval (SciPy: t.interval)', () => {
    expect(meanOf(A)).toBeCloseTo(3.6, 12);
    const bounds = meanInterval(A, 0.95)!;
    expect(bounds.low).toBeCloseTo(2.634341776133633, 10);
    expect(bounds.high).toBeCloseTo(4.565658223866367, 10);
  });

  it('is compared by Welch’s test (SciPy: ttest_ind, equal_var=False)', () => {
    expect(compareMeans(A, B)).toBeCloseTo(0.09476585005934919, 10);
  });

  it('has no interval from one value, no value from none', () => {
    expect(meanOf(moments([]))).toBeNull();
    expect(meanInterval(moments([]), 0.95)).toBeNull();
    expect(meanInterval(moments([4]), 0.95)).toBeNull();
    expect(meanVariance(moments([4]))).toBeNull();
    expect(compareMeans(A, moments([4]))).toBeNull();
  });

  it('of equal values has no spread, whatever rounding leaves, and cannot be compared with another such', () => {
    const same = moments(Array.from({ length: 1000 }, () => 0.1));
    expect(meanVariance(same)).toBe(0);
    expect(compareMeans(same, moments([2, 2]))).toBeNull();
  });

  it('has the variance of the textbook’s two passes', () => {
    fc.assert(
      fc.property(values, list => {
        const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
        const naive = list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (list.length - 1) / list.length;
        expect(Math.abs(meanVariance(moments(list))! - naive)).toBeLessThanOrEqual(1e-9 * (1 + mean * mean + naive));
      }),
    );
  });

  it('has an interval that holds it and grows with confidence, and a comparison that is the same from either side', () => {
    fc.assert(
      fc.property(values, values, (first, second) => {
        const [a, b] = [moments(first), moments(second)];
        const mean = meanOf(a)!;
        const [sure, surer] = [meanInterval(a, 0.9)!, meanInterval(a, 0.99)!];
        expect(surer.low <= sure.low && sure.low <= mean && mean <= sure.high && sure.high <= surer.high).toBe(true);
        const p = compareMeans(a, b);
        if (p === null) return;
        expect(p >= 0 && p <= 1).toBe(true);
        expect(compareMeans(b, a)).toBeCloseTo(p, 12);
      }),
    );
  });
});
