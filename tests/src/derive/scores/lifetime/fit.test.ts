// The fits recover the parameters by which customers were made, and know when there is too little.
import { describe, expect, it } from 'vitest';
import { bgNbdLogLikelihood } from '../../../../../src/derive/scores/lifetime/bg-nbd.ts';
import { expectedPurchases } from '../../../../../src/derive/scores/lifetime/expected-purchases.ts';
import { type CustomerHistory, fitLifetime } from '../../../../../src/derive/scores/lifetime/fit.ts';
import { expectedSpend, gammaGammaLogLikelihood } from '../../../../../src/derive/scores/lifetime/gamma-gamma.ts';
import { Simulation } from '../../../../support/simulate.ts';

const SPEND = { p: 6.25, q: 3.74, gamma: 15.44 };
const CDNOW = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };

function draw(seed: number, n: number, purchases = CDNOW): (CustomerHistory & { later: number })[] {
  const simulation = new Simulation(seed);
  return Array.from({ length: n }, () => simulation.customer(27 + 12 * simulation.uniform(), 39, purchases, SPEND));
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('fitLifetime', () => {
  it.each([
    ['the paper’s customers', CDNOW],
    ['customers who buy more and leave less', { r: 1.5, alpha: 8, a: 0.6, b: 3 }],
    ['customers of whom half leave at once', { r: 2, alpha: 10, a: 2, b: 2 }],
  ])('recovers %s', (_, truth) => {
    const customers = draw(41, 8000, truth);
    const { params, converged, n } = fitLifetime(customers)!;
    expect(converged).toBe(true);
    expect(n).toBe(8000);
    // Were these not the maximum, or the likelihood not the story's, twice the difference would not be a chi-square
    // variable with as many degrees as parameters: below 18.5 (4) and 16.3 (3) in 999 of 1000 draws.
    const repeaters = customers.filter(({ x }) => x > 0);
    const ofPurchases = (given: typeof truth) => sum(customers.map(customer => bgNbdLogLikelihood(customer, given)));
    const ofSpend = (given: typeof SPEND) =>
      sum(repeaters.map(({ x, mean }) => gammaGammaLogLikelihood(x, mean!, given)));
    for (const [twice, most] of [
      [2 * (ofPurchases(params.purchases) - ofPurchases(truth)), 18.5],
      [2 * (ofSpend(params.spend!) - ofSpend(SPEND)), 16.3],
    ] as const) {
      expect(twice).toBeGreaterThan(0);
      expect(twice).toBeLessThan(most);
    }
    // And by plain sight: all within a quarter.
    const [found, expected] = [
      { ...params.purchases, ...params.spend! },
      { ...truth, ...SPEND },
    ];
    for (const key of ['r', 'alpha', 'a', 'b', 'p', 'q', 'gamma'] as const) {
      expect(Math.abs(Math.log(found[key] / expected[key]))).toBeLessThan(0.25);
    }
  });

  it('ends where no parameters close by, nor the true ones, are likelier', () => {
    const customers = draw(43, 1500);
    const { purchases, spend } = fitLifetime(customers)!.params;
    const ofPurchases = (params: typeof purchases) =>
      customers.reduce((sum, customer) => sum + bgNbdLogLikelihood(customer, params), 0);
    const repeaters = customers.filter(({ x }) => x > 0);
    const ofSpend = (params: NonNullable<typeof spend>) =>
      repeaters.reduce((sum, { x, mean }) => sum + gammaGammaLogLikelihood(x, mean!, params), 0);
    const [best, bestSpend] = [ofPurchases(purchases), ofSpend(spend!)];
    expect(ofPurchases(CDNOW)).toBeLessThan(best);
    expect(ofSpend(SPEND)).toBeLessThan(bestSpend);
    const simulation = new Simulation(44);
    const moved = <P extends object>(params: P) =>
      Object.fromEntries(
        Object.entries(params).map(([key, value]) => [key, value * Math.exp(0.05 * simulation.bell())]),
      ) as P;
    for (let i = 0; i < 100; i++) {
      expect(ofPurchases(moved(purchases))).toBeLessThan(best);
      expect(ofSpend(moved(spend!))).toBeLessThan(bestSpend);
    }
  });

  it('uses all of many customers, not the sample that it starts with', () => {
    const customers = draw(67, 15_000);
    const { purchases } = fitLifetime(customers)!.params;
    const likelihood = (params: typeof purchases) =>
      sum(customers.map(customer => bgNbdLogLikelihood(customer, params)));
    const best = likelihood(purchases);
    for (const key of ['r', 'alpha', 'a', 'b'] as const) {
      for (const factor of [0.997, 1.003]) {
        expect(likelihood({ ...purchases, [key]: purchases[key] * factor })).toBeLessThan(best);
      }
    }
  });

  it('predicts what the same customers buy later', () => {
    const customers = draw(47, 8000);
    const { purchases } = fitLifetime(customers)!.params;
    const expected = customers.reduce((sum, { x, tx, T }) => sum + expectedPurchases(39, x, tx, T, purchases), 0);
    const later = customers.reduce((sum, customer) => sum + customer.later, 0);
    expect(Math.abs(later / expected - 1)).toBeLessThan(0.08);
  });

  it('does not depend on the units of time and money', () => {
    const customers = draw(53, 1000);
    const weeks = fitLifetime(customers)!.params;
    const seconds = fitLifetime(
      customers.map(({ x, tx, T, mean }) => ({
        x,
        tx: tx * 604_800,
        T: T * 604_800,
        mean: mean && mean * 1e6,
      })),
    )!.params;
    expect(seconds.purchases.r / weeks.purchases.r).toBeCloseTo(1, 3);
    expect(seconds.purchases.alpha / weeks.purchases.alpha / 604_800).toBeCloseTo(1, 3);
    expect(seconds.spend!.gamma / weeks.spend!.gamma / 1e6).toBeCloseTo(1, 3);
  });

  it('is null with fewer than fifty who bought again, and fits with fifty', () => {
    const customers = draw(59, 400);
    const repeaters = customers.filter(({ x }) => x > 0);
    const others = customers.filter(({ x }) => x === 0);
    expect(fitLifetime([])).toBeNull();
    expect(fitLifetime([...others, ...repeaters.slice(0, 49)])).toBeNull();
    expect(fitLifetime([...others, ...repeaters.slice(0, 50)])).not.toBeNull();
  });

  it('has no spend model without amounts, and leaves amounts of 0 and below out', () => {
    const customers = draw(61, 600);
    expect(fitLifetime(customers.map(customer => ({ ...customer, mean: null })))!.params.spend).toBeNull();
    const free = customers.map(customer => ({ ...customer, mean: customer.x % 2 ? customer.mean : -5 }));
    const paid = customers.map(customer => ({ ...customer, mean: customer.x % 2 ? customer.mean : null }));
    expect(fitLifetime(free)!.params.spend).toEqual(fitLifetime(paid)!.params.spend);
  });

  it('expects no more than customers spend where a few spend far more than the rest', () => {
    // Amounts whose logarithms are spread evenly over three powers of ten: their likeliest mean is without end.
    const wide = draw(67, 600).map((customer, i) => ({
      ...customer,
      mean: customer.x ? 30 * 3200 ** ((i % 97) / 97) : null,
    }));
    const { spend } = fitLifetime(wide)!.params;
    const bought = wide.filter(({ x }) => x > 0);
    const purchases = bought.reduce((sum, { x }) => sum + x, 0);
    const observed = bought.reduce((sum, { x, mean }) => sum + x * mean!, 0) / purchases;
    const ratio = expectedSpend(0, 0, spend!) / observed;
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });

  it('gives finite parameters for customers that are all alike', () => {
    const alike = Array.from({ length: 100 }, () => ({ x: 3, tx: 30, T: 40, mean: 12 }));
    const { params, converged } = fitLifetime(alike)!;
    expect(converged).toBe(false);
    for (const value of [...Object.values(params.purchases), ...Object.values(params.spend!)]) {
      expect(value).toSatisfy(Number.isFinite);
    }
    const atOnce = Array.from({ length: 60 }, () => ({ x: 1, tx: 0, T: 0, mean: null }));
    for (const value of Object.values(fitLifetime(atOnce)!.params.purchases)) expect(value).toSatisfy(Number.isFinite);
  });

  it('refuses histories that cannot be', () => {
    expect(() => fitLifetime([{ x: 1, tx: 5, T: 4, mean: 1 }])).toThrow(RangeError);
  });
});
