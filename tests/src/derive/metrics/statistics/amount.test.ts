// Sums of amounts, by hand.
import { describe, expect, it } from 'vitest';
import { compareSums, sumInterval } from '../../../../../src/derive/metrics/statistics/amount.ts';

describe('a sum of amounts', () => {
  it('of one amount each is a count, by the normal method', () => {
    const bounds = sumInterval({ sum: 400, squares: 400 }, 0.95);
    expect(bounds.low).toBeCloseTo(400 - 1.959964 * 20, 4);
    expect(bounds.high).toBeCloseTo(400 + 1.959964 * 20, 4);
  });

  it('is compared per day', () => {
    expect(compareSums({ sum: 310, squares: 3100 }, 31, { sum: 300, squares: 3000 }, 30)).toBe(1);
    expect(compareSums({ sum: 0, squares: 0 }, 31, { sum: 0, squares: 0 }, 30)).toBeNull();
  });
});
