// The interval of a sum of parts, by hand.
import { describe, expect, it } from 'vitest';
import { sumOfParts } from '../../../../../src/derive/metrics/statistics/sum-of-parts.ts';

describe('the interval of a sum of parts', () => {
  it('adds distances up as squares, on each side for itself', () => {
    const bounds = sumOfParts([
      { value: 10, low: 7, high: 14 },
      { value: 5, low: 1, high: 8 },
    ]);
    expect(bounds).toEqual({ low: 10, high: 20 });
  });
});
