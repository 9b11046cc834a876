// Counts against figures of SciPy, and what must hold for all of them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareRates, poissonInterval } from '../../../../../src/derive/metrics/statistics/count.ts';

const count = fc.oneof(fc.nat(20), fc.nat(5000), fc.nat(100_000_000));

describe('a count', () => {
  it.each([
    [0, 0, 3.6888794541139354],
    [100_000, 99_381.15266374472, 100_621.74473974388],
    [1, 0.025317807984289876, 5.571643390938898],
    [10, 4.7953886961324335, 18.39035604201778],
    [1000, 938.9730184076952, 1063.952136016302],
  ])('of %i has Garwood’s interval %f to %f (SciPy: chi2.ppf)', (count, low, high) => {
    const bounds = poissonInterval(count, 0.95);
    // Beyond 1000 by an approximation.
    const digits = count < 1000 ? 6 : 1;
    expect(bounds.low).toBeCloseTo(low, digits);
    expect(bounds.high).toBeCloseTo(high, digits);
  });

  it.each([
    [30, 30, 50, 31, 0.047053140379791455],
    [0, 7, 5, 7, 0.0625],
    [1_200_000, 31, 1_100_000, 28.5, 0.026572527614759027],
    [120, 365, 100, 366, 0.19305655735373503],
  ])('of %i in %i days against %i in %i: p %f (SciPy: binom)', (a, daysA, b, daysB, p) => {
    expect(compareRates(a, daysA, b, daysB)).toBeCloseTo(p, 9);
  });

  it('holds its interval, and is compared with a chance that is the same from either side', () => {
    fc.assert(
      fc.property(count, count, fc.integer({ min: 1, max: 400 }), (a, b, days) => {
        const [sure, surer] = [poissonInterval(a, 0.9), poissonInterval(a, 0.99)];
        expect(surer.low <= sure.low && sure.low <= a && a <= sure.high && sure.high <= surer.high).toBe(true);
        const p = compareRates(a, days, b, 30);
        expect(p === null).toBe(a + b === 0);
        expect(p === null || (p >= 0 && p <= 1)).toBe(true);
        if (p !== null) expect(compareRates(b, 30, a, days)).toBeCloseTo(p, 12);
      }),
    );
  });

  it('cannot be compared without exposure', () => {
    expect(compareRates(1, 0, 2, 5)).toBeNull();
  });
});
