// Expected purchases: against the paper's closed form in 60 digits, and against customers who live by the story.
import { compiled, hyp2f1 } from 'cephes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BgNbdParams } from '../../../../../src/derive/scores/lifetime/bg-nbd.ts';
import { pAlive } from '../../../../../src/derive/scores/lifetime/bg-nbd.ts';
import {
  expectedPurchases,
  expectedPurchasesIn,
} from '../../../../../src/derive/scores/lifetime/expected-purchases.ts';
import { Simulation } from '../../../../support/simulate.ts';

await compiled;

const CDNOW = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };

/** The paper's equation (10). */
function closedForm(t: number, x: number, tx: number, T: number, { r, alpha, a, b }: BgNbdParams): number {
  const c = a + b + x - 1;
  const f = hyp2f1(r + x, b + x, c, t / (alpha + T + t));
  return (c / (a - 1)) * (1 - ((alpha + T) / (alpha + T + t)) ** (r + x) * f) * pAlive(x, tx, T, { r, alpha, a, b });
}

describe('expectedPurchases', () => {
  it('is 1.226 for the paper’s customer', () => {
    expect(expectedPurchases(39, 2, 30.43, 38.86, CDNOW)).toBeCloseTo(1.22603, 5);
  });

  // [t, x, tx, T, r, alpha, a, b], value: the closed form after Euler's transformation, computed with mpmath in 60 digits.
  it.each([
    [[39, 2, 30.43, 38.86, 0.243, 4.414, 0.793, 2.426], 1.22602817476714],
    [[52, 0, 0, 0, 0.243, 4.414, 0.793, 2.426], 1.4460505953964],
    [[520, 0, 0, 10, 0.243, 4.414, 0.793, 2.426], 2.78902041564634],
    // a = 1, where the closed form is 0/0, and close to it.
    [[39, 2, 30.43, 38.86, 0.243, 4.414, 1, 2.426], 1.10213678603996],
    [[39, 5, 20, 40, 0.5, 6, 1.0000001, 3], 0.848997832750901],
    [[12, 5000, 999, 1000, 1.5, 10, 0.8, 2.5], 57.8316813182364],
    [[1000, 40, 300, 310, 2, 5, 3, 30], 26.9713566988034],
    [[1000, 0, 0, 5, 0.05, 0.1, 0.01, 0.2], 8.97888810445523],
    [[26, 1, 3, 50, 0.3, 7, 0.02, 0.05], 0.121460674627596],
    [[26, 3, 3, 4, 0.3, 7, 0.4, 0.6], 4.79180566666025],
    // a + b = 1 and below, where the closed form's c is 0 or negative.
    [[26, 0, 0, 4, 0.3, 7, 0.4, 0.6], 0.500058142570962],
    [[26, 0, 0, 4, 0.3, 7, 0.4, 0.3], 0.44021048140003],
    [[100, 12, 90, 100, 20, 30, 50, 2000], 13.9406111159907],
    [[1_000_000, 3, 10, 20, 0.3, 4, 0.8, 2.4], 82.5493877707441],
    [[52, 10, 45, 50, 3, 7, 0.001, 50], 11.857808696174],
    [[52, 30, 45, 50, 0.5, 7, 200, 0.3], 0.0101731657547935],
  ])('%j', ([t, x, tx, T, r, alpha, a, b], value) => {
    const found = expectedPurchases(t!, x!, tx!, T!, { r: r!, alpha: alpha!, a: a!, b: b! });
    expect(Math.abs(found / value - 1)).toBeLessThan(1e-7);
  });

  it('equals the closed form with the library’s ₂F₁ where that holds', () => {
    const parameter = (min: number, max: number) => fc.double({ min, max, noNaN: true });
    fc.assert(
      fc.property(
        fc.record({ r: parameter(0.1, 3), alpha: parameter(1, 20), a: parameter(1.2, 3), b: parameter(0.5, 6) }),
        fc.integer({ min: 0, max: 10 }),
        parameter(0, 1),
        parameter(1, 50),
        parameter(0.1, 50),
        (params, x, share, T, t) => {
          const tx = x === 0 ? 0 : share * T;
          const expected = closedForm(t, x, tx, T, params);
          expect(Math.abs(expectedPurchases(t, x, tx, T, params) - expected)).toBeLessThan(1e-6 * (1 + expected));
        },
      ),
    );
  });

  it('is 0 for no time, and grows with it', () => {
    const [none, short, long] = expectedPurchasesIn([0, 10, 20], { x: 2, tx: 30, T: 38 }, CDNOW);
    expect(none).toBe(0);
    expect(short).toBeGreaterThan(0);
    expect(long).toBeGreaterThan(short!);
    expect(expectedPurchasesIn([], { x: 2, tx: 30, T: 38 }, CDNOW)).toEqual([]);
  });

  it('is a number at the extremes', () => {
    const histories = [
      { x: 0, tx: 0, T: 0 },
      { x: 1, tx: 0, T: 0 },
      { x: 0, tx: 0, T: 1e12 },
      { x: 5000, tx: 0, T: 1e9 },
      { x: 1_000_000, tx: 1e8, T: 1e8 },
    ];
    const extremes = [CDNOW, { r: 1e-6, alpha: 1e-6, a: 1e-6, b: 1e-6 }, { r: 1e6, alpha: 1e6, a: 1e6, b: 1e6 }];
    for (const history of histories) {
      for (const params of extremes) {
        for (const found of expectedPurchasesIn([1e-9, 1, 1e9], history, params)) {
          expect(found).toBeGreaterThanOrEqual(0);
          expect(found).toBeLessThan(Number.POSITIVE_INFINITY);
        }
      }
    }
  });

  it('is what customers who live by the story buy later', () => {
    const params = { r: 0.9, alpha: 10, a: 0.8, b: 2.5 };
    const simulation = new Simulation(77);
    const drawn = Array.from({ length: 20_000 }, () => simulation.customer(40, 30, params));
    const off = drawn.map(({ x, tx, T, later }) => later - expectedPurchases(30, x, tx, T, params));
    const total = off.reduce((sum, value) => sum + value, 0);
    // Four standard errors.
    expect(Math.abs(total)).toBeLessThan(4 * Math.hypot(...off));
  });

  it('refuses horizons that cannot be', () => {
    expect(() => expectedPurchases(-1, 0, 0, 1, CDNOW)).toThrow(RangeError);
    expect(() => expectedPurchases(Number.POSITIVE_INFINITY, 0, 0, 1, CDNOW)).toThrow(RangeError);
    expect(() => expectedPurchases(1, 0, 2, 1, CDNOW)).toThrow(RangeError);
  });
});
