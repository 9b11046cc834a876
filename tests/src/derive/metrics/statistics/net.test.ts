// Net scores: the published figures of NPS, and what must hold for all of them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  adjustedNet,
  compareNets,
  netZ,
  npsInterval,
  npsMargin,
  plainNet,
} from '../../../../../src/derive/metrics/statistics/net.ts';

const answers = fc
  .tuple(fc.nat(300), fc.nat(300), fc.nat(300))
  .filter(([p, d, passive]) => p + d + passive > 0)
  .map(([p, d, passive]) => [p, d, p + d + passive] as const);

describe('NPS', () => {
  it.each([
    [50, 20, 100, 30, 15.31, 14.05, 44.2],
    [10, 0, 10, 100, 0, 47.5, 100],
    [0, 0, 5, 0, 0, -30.01, 30.01],
  ])(
    'of %i promoters and %i detractors in %i is %f ± %f, adjusted %f to %f (Rocks 2016, cybaea.net)',
    (p, d, n, score, margin, low, high) => {
      expect(plainNet(p, d, n).score).toBeCloseTo(score, 10);
      expect(npsMargin(p, d, n, 0.95)).toBeCloseTo(margin, 2);
      const bounds = npsInterval(p, d, n, 0.95);
      expect(bounds.low).toBeCloseTo(low, 1);
      expect(bounds.high).toBeCloseTo(high, 1);
    },
  );

  it('is cut at 100 where the adjusted interval would reach 106.3', () => {
    const { score, error } = adjustedNet(10, 0, 10);
    expect(score + 1.959964 * error).toBeCloseTo(106.3, 1);
    expect(npsInterval(10, 0, 10, 0.95).high).toBe(100);
  });

  it('takes 20 points of difference for chance in 100 answers, not in 1000 (measuringu.com/nps-significance-test)', () => {
    const [a, b] = [adjustedNet(50, 20, 100), adjustedNet(40, 30, 100)];
    expect(a.score - b.score).toBeCloseTo(19.42, 2);
    expect(netZ(a, b)).toBeCloseTo(1.732, 3);
    expect(compareNets([50, 20, 100], [40, 30, 100])).toBeCloseTo(0.083, 3);
    expect(netZ(adjustedNet(500, 200, 1000), adjustedNet(400, 300, 1000))).toBeCloseTo(5.54, 2);
  });

  it('has an interval that holds the score, grows with confidence and shrinks with n', () => {
    fc.assert(
      fc.property(answers, fc.double({ min: 0.5, max: 0.98, noNaN: true }), ([p, d, n], confidence) => {
        const { score } = plainNet(p, d, n);
        const bounds = npsInterval(p, d, n, confidence);
        const surer = npsInterval(p, d, n, confidence + 0.01);
        const more = npsInterval(4 * p, 4 * d, 4 * n, confidence);
        expect(-100 <= bounds.low && bounds.low <= score).toBe(true);
        expect(score <= bounds.high && bounds.high <= 100).toBe(true);
        expect(surer.low <= bounds.low && bounds.high <= surer.high).toBe(true);
        expect(more.high - more.low).toBeLessThan(bounds.high - bounds.low);
      }),
    );
  });

  it('is compared with a chance, the same from either side and when turned upside down', () => {
    fc.assert(
      fc.property(answers, answers, ([p1, d1, n1], [p2, d2, n2]) => {
        const p = compareNets([p1, d1, n1], [p2, d2, n2])!;
        expect(p >= 0 && p <= 1).toBe(true);
        expect(compareNets([p2, d2, n2], [p1, d1, n1])).toBe(p);
        expect(compareNets([d1, p1, n1], [d2, p2, n2])).toBeCloseTo(p, 12);
      }),
    );
    expect(compareNets([0, 0, 0], [1, 0, 1])).toBeNull();
  });
});
