// What weighting costs: Kish's figures.
import { describe, expect, it } from 'vitest';
import { designEffect, effectiveSize } from '../../../../../src/derive/metrics/statistics/weights.ts';

describe('weights', () => {
  it('1, 1, 2, 2, 4 are worth 3.846 answers, a design effect of 1.3 (Kish)', () => {
    expect(effectiveSize([1, 1, 2, 2, 4])).toBeCloseTo(3.846, 3);
    expect(designEffect([1, 1, 2, 2, 4])).toBeCloseTo(1.3, 12);
  });

  it('cost nothing when equal, and are worth nothing when there are none', () => {
    expect(effectiveSize([3, 3, 3])).toBeCloseTo(3, 12);
    expect(effectiveSize([])).toBe(0);
    expect(designEffect([])).toBeNull();
  });
});
