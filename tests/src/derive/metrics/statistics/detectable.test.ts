// The smallest difference that can be found.
import { describe, expect, it } from 'vitest';
import { detectableDifference } from '../../../../../src/derive/metrics/statistics/detectable.ts';

describe('the smallest difference that can be found', () => {
  it('is 2.8 standard errors of a difference at 95 % and power 80 %', () => {
    expect(detectableDifference(1, 0.95)).toBeCloseTo((1.959964 + 0.841621) * Math.SQRT2, 4);
    expect(detectableDifference(null, 0.95)).toBeNull();
  });
});
