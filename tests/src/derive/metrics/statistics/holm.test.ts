// Holm's correction, weights and detectable differences.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holm } from '../../../../../src/derive/metrics/statistics/holm.ts';

const pValues = fc.array(fc.option(fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 30 });

describe('Holm’s correction', () => {
  it('of .01 .04 .03 .005 is .03 .06 .06 .02 (R: p.adjust)', () => {
    const corrected = holm([0.01, 0.04, 0.03, 0.005]);
    for (const [at, p] of [0.03, 0.06, 0.06, 0.02].entries()) expect(corrected[at]).toBeCloseTo(p, 12);
  });

  it('leaves one p-value as it is, and does not count what is unknown', () => {
    expect(holm([null, 0.04, null])).toEqual([null, 0.04, null]);
    expect(holm([])).toEqual([]);
  });

  it('keeps the order, lowers nothing, stays within 1 and below Bonferroni', () => {
    fc.assert(
      fc.property(pValues, raw => {
        const corrected = holm(raw);
        const known = raw.flatMap((p, at) => (p === null ? [] : [[p, corrected[at]!] as const]));
        for (const [p, c] of known) {
          expect(c >= p && c <= 1 && c <= Math.max(p, Math.min(1, p * known.length))).toBe(true);
          for (const [q, d] of known) if (p <= q) expect(c).toBeLessThanOrEqual(d);
        }
      }),
    );
  });

  it('rejects what closed testing by Bonferroni rejects', () => {
    // A hypothesis falls when every set of hypotheses with it in has a p-value at or below α divided by the set's size.
    const ALPHA = 0.05;
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 0.1, noNaN: true }), { minLength: 1, maxLength: 6 }), raw => {
        const sets = Array.from({ length: 2 ** raw.length }, (_, mask) => raw.filter((__, at) => (mask >> at) & 1));
        const corrected = holm(raw);
        for (const [at] of raw.entries()) {
          const withIt = sets.filter((_, mask) => (mask >> at) & 1);
          const falls = withIt.every(set => Math.min(...set) * set.length <= ALPHA);
          expect(corrected[at]! <= ALPHA).toBe(falls);
        }
      }),
    );
  });
});
