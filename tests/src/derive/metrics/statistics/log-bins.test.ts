// Quantiles from logarithmic bins against the values in order.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LOG_BIN_BASE, ZERO_BIN } from '../../../../../src/derive/metrics/kinds.ts';
import { logBin, logBinValue, logQuantile } from '../../../../../src/derive/metrics/statistics/log-bins.ts';

const value = fc.oneof(
  fc.double({ min: 1e-6, max: 1e9, noNaN: true }),
  fc.constantFrom(0, 1, 60, 3600, 86_400),
  fc.integer({ min: -50, max: 1_000_000 }),
);

function binsOf(values: readonly number[]): Map<number, number> {
  const bins = new Map<number, number>();
  for (const each of values) bins.set(logBin(each), (bins.get(logBin(each)) ?? 0) + 1);
  return bins;
}

describe('quantiles from bins', () => {
  it('are within 1 % of the value at that rank', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), fc.double({ min: 0, max: 1, noNaN: true }), (values, q) => {
        const sorted = values.map(each => Math.max(0, each)).sort((a, b) => a - b);
        const exact = sorted[Math.max(1, Math.ceil(q * sorted.length)) - 1]!;
        const found = logQuantile(binsOf(values), q)!;
        expect(Math.abs(found - exact)).toBeLessThanOrEqual(0.01 * exact * (1 + 1e-9));
      }),
      { numRuns: 500 },
    );
  });

  it('rise with the share asked', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), values => {
        const bins = binsOf(values);
        expect(logQuantile(bins, 0.5)!).toBeLessThanOrEqual(logQuantile(bins, 0.9)!);
      }),
    );
  });

  it('have bins that begin where the one before ends', () => {
    expect(logBin(1)).toBe(0);
    expect(logBin(LOG_BIN_BASE * 0.999_999)).toBe(1);
    expect(logBin(LOG_BIN_BASE * 1.000_001)).toBe(2);
    expect(logBinValue(logBin(3600)) / 3600).toBeCloseTo(1, 1);
  });

  it('count what is 0 or below as 0', () => {
    expect(logBin(-5)).toBe(ZERO_BIN);
    expect(logQuantile(new Map([[ZERO_BIN, 3]]), 0.9)).toBe(0);
  });

  it('are null without values, and refuse what is no share', () => {
    expect(logQuantile(new Map(), 0.5)).toBeNull();
    expect(logQuantile(new Map([[4, 0]]), 0.5)).toBeNull();
    expect(() => logQuantile(new Map(), 1.5)).toThrow(RangeError);
  });
});
