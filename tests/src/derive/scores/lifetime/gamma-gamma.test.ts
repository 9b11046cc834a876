// Gamma-Gamma: the likelihood against an integral over the customers' hidden rates, and what it expects of a customer.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectedSpend, gammaGammaLogLikelihood } from '../../../../../src/derive/scores/lifetime/gamma-gamma.ts';
import { Simulation } from '../../../../support/simulate.ts';

const PAPER = { p: 6.25, q: 3.74, gamma: 15.44 };

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));

/** Gamma density for a whole shape. */
const density = (value: number, shape: number, rate: number) =>
  (rate ** shape * value ** (shape - 1) * Math.exp(-rate * value)) / factorial(shape - 1);

describe('gammaGammaLogLikelihood', () => {
  it('equals the mean over hidden rates, which are gamma distributed', () => {
    for (const [x, mean, p, q, gamma] of [
      [1, 30, 2, 3, 40],
      [4, 12, 3, 2, 5],
      [6, 0.7, 1, 4, 2],
    ] as const) {
      let integral = 0;
      const step = 0.0005;
      for (let rate = step; rate < 30; rate += step) {
        integral += step * density(mean, p * x, rate * x) * density(rate, q, gamma);
      }
      expect(gammaGammaLogLikelihood(x, mean, { p, q, gamma })).toBeCloseTo(Math.log(integral), 4);
    }
  });

  it('is a number at the extremes', () => {
    for (const x of [1, 5000, 1e6]) {
      for (const mean of [1e-6, 1, 1e12]) {
        for (const params of [PAPER, { p: 1e-5, q: 1.00001, gamma: 1e-5 }, { p: 1e6, q: 1e6, gamma: 1e6 }]) {
          expect(gammaGammaLogLikelihood(x, mean, params)).toSatisfy(Number.isFinite);
        }
      }
    }
  });
});

describe('expectedSpend', () => {
  it('is the mean of all customers without a purchase, and p·γ/(q − 1) is that', () => {
    expect(expectedSpend(0, 0, PAPER)).toBeCloseTo((6.25 * 15.44) / 2.74, 12);
    const simulation = new Simulation(3);
    const amounts = Array.from({ length: 40_000 }, () => simulation.meanAmount(1, PAPER));
    const mean = amounts.reduce((sum, amount) => sum + amount, 0) / amounts.length;
    expect(mean / expectedSpend(0, 0, PAPER)).toBeGreaterThan(0.97);
    expect(mean / expectedSpend(0, 0, PAPER)).toBeLessThan(1.03);
  });

  it('equals (γ + m·x)·p / (p·x + q − 1), the mean of the hidden rate’s posterior', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.double({ min: 0.01, max: 1e4, noNaN: true }), (x, mean) => {
        const { p, q, gamma } = PAPER;
        const expected = ((gamma + mean * x) * p) / (p * x + q - 1);
        expect(expectedSpend(x, mean, PAPER) / expected).toBeCloseTo(1, 10);
      }),
    );
  });

  it('lies between the customer’s own mean and that of all, nearer to its own with every purchase', () => {
    const all = expectedSpend(0, 0, PAPER);
    const found = [1, 2, 10, 1000].map(x => expectedSpend(x, 100, PAPER));
    expect(found).toEqual([...found].sort((a, b) => a - b));
    expect(found[0]).toBeGreaterThan(all);
    expect(found.at(-1)).toBeLessThan(100);
    expect(found.at(-1)).toBeGreaterThan(99);
  });

  it('refuses a customer that cannot be', () => {
    expect(() => expectedSpend(-1, 5, PAPER)).toThrow(RangeError);
    expect(() => expectedSpend(2, -5, PAPER)).toThrow(RangeError);
    expect(() => expectedSpend(2, Number.NaN, PAPER)).toThrow(RangeError);
  });
});
