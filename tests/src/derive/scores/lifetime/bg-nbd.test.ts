// BG/NBD likelihood and the chance to be alive: against the formula in plain products, and at the extremes.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BgNbdParams, bgNbdLogLikelihood, pAlive } from '../../../../../src/derive/scores/lifetime/bg-nbd.ts';
import { Simulation } from '../../../../support/simulate.ts';

const CDNOW = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };

const positive = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const params = fc.record({
  r: positive(0.01, 20),
  alpha: positive(0.01, 100),
  a: positive(0.01, 20),
  b: positive(0.01, 20),
});

/** Ratios of gamma functions as products; no logarithm. */
function likelihood(x: number, tx: number, T: number, { r, alpha, a, b }: BgNbdParams): number {
  let front = alpha ** r;
  for (let i = 0; i < x; i++) front *= ((r + i) * (b + i)) / (a + b + i);
  const gone = x > 0 ? a / (b + x - 1) / (alpha + tx) ** (r + x) : 0;
  return front * (1 / (alpha + T) ** (r + x) + gone);
}

describe('bgNbdLogLikelihood', () => {
  it('equals the log of the plain formula where that can be computed', () => {
    const history = fc.tuple(fc.integer({ min: 0, max: 15 }), positive(0, 1), positive(0.1, 60));
    fc.assert(
      fc.property(history, params, ([x, share, T], given) => {
        const tx = x === 0 ? 0 : share * T;
        const expected = Math.log(likelihood(x, tx, T, given));
        expect(Math.abs(bgNbdLogLikelihood({ x, tx, T }, given) - expected)).toBeLessThan(
          1e-9 * (1 + Math.abs(expected)),
        );
      }),
    );
  });

  it('is a number at the extremes', () => {
    for (const { x, tx, T } of [
      { x: 0, tx: 0, T: 0 },
      { x: 1, tx: 0, T: 0 },
      { x: 0, tx: 0, T: 1e9 },
      { x: 5000, tx: 364, T: 365 },
      { x: 5000, tx: 1, T: 1e9 },
      { x: 1_000_000, tx: 1e8, T: 1e8 },
    ]) {
      for (const given of [CDNOW, { r: 1e-5, alpha: 1e-5, a: 1e-5, b: 1e-5 }, { r: 1e5, alpha: 1e6, a: 1e5, b: 1e5 }]) {
        expect(bgNbdLogLikelihood({ x, tx, T }, given)).toSatisfy(Number.isFinite);
      }
    }
  });
});

describe('pAlive', () => {
  it('is .7266 for the paper’s customer', () => {
    expect(pAlive(2, 30.43, 38.86, CDNOW)).toBeCloseTo(0.7266, 4);
  });

  it('is a share, 1 without a repeat purchase, and falls with silence', () => {
    const history = fc.tuple(fc.integer({ min: 0, max: 5000 }), positive(0, 1e5), positive(0, 1e5), positive(0, 1e5));
    fc.assert(
      fc.property(history, params, ([x, last, silence, more], given) => {
        const tx = x === 0 ? 0 : last;
        const [now, after] = [pAlive(x, tx, tx + silence, given), pAlive(x, tx, tx + silence + more, given)];
        expect(now).toBeGreaterThanOrEqual(0);
        expect(now).toBeLessThanOrEqual(1);
        if (x === 0) expect(after).toBe(1);
        else expect(after).toBeLessThanOrEqual(now);
      }),
    );
    expect(pAlive(3, 20, 60, CDNOW)).toBeLessThan(pAlive(3, 20, 30, CDNOW));
    expect(pAlive(5000, 1, 1e9, CDNOW)).toBe(0);
  });

  it('is how many are there, of customers who live by the story', () => {
    const given = { r: 1.2, alpha: 8, a: 0.8, b: 2.5 };
    const simulation = new Simulation(31);
    const drawn = Array.from({ length: 20_000 }, () => simulation.customer(50, 0, given)).filter(({ x }) => x > 0);
    for (const [low, high] of [
      [0, 0.3],
      [0.3, 0.7],
      [0.7, 1],
    ] as const) {
      const chances = drawn.map(customer => ({ ...customer, p: pAlive(customer.x, customer.tx, customer.T, given) }));
      const group = chances.filter(({ p }) => p >= low && p < high);
      const expected = group.reduce((sum, { p }) => sum + p, 0) / group.length;
      const alive = group.filter(customer => customer.alive).length / group.length;
      // Four standard errors.
      expect(Math.abs(alive - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / group.length));
    }
  });

  it('refuses histories that cannot be', () => {
    for (const [x, tx, T] of [
      [-1, 0, 1],
      [1.5, 0, 1],
      [1, 2, 1],
      [0, 1, 2],
      [1, -1, 1],
      [1, 1, Number.POSITIVE_INFINITY],
      [1, Number.NaN, 1],
    ] as const) {
      expect(() => pAlive(x, tx, T, CDNOW)).toThrow(RangeError);
    }
  });
});
