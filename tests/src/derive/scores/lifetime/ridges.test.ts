// Customers who do not differ, by the models' own story: parameters without end are no maximum, and predict nobody's leaving.
import { describe, expect, it } from 'vitest';
import type { BgNbdParams } from '../../../../../src/derive/scores/lifetime/bg-nbd.ts';
import { expectedPurchases } from '../../../../../src/derive/scores/lifetime/expected-purchases.ts';
import { fitLifetime } from '../../../../../src/derive/scores/lifetime/fit.ts';
import { fitBgNbd } from '../../../../../src/derive/scores/lifetime/fit-bg-nbd.ts';
import { predict } from '../../../../../src/derive/scores/score-lifetimes.ts';
import { type Customer, Simulation } from '../../../../support/simulate.ts';

const DIFFERENT = { r: 1.5, alpha: 8, a: 0.6, b: 3 };

function draw(seed: number, n: number, params: BgNbdParams): Customer[] {
  const simulation = new Simulation(seed);
  return Array.from({ length: n }, () =>
    simulation.customer(27 + 12 * simulation.uniform(), 39, params, { p: 6.25, q: 3.74, gamma: 15.44 }),
  );
}
const SEEDS = Array.from({ length: 7 }, (_, i) => 1000 + i);
const unclearOf = (params: BgNbdParams) => SEEDS.map(seed => fitBgNbd(draw(seed, 400, params)).unclear);

describe('a fit', () => {
  it('has unclear leaving where all have the same chance to leave, or none', () => {
    for (const params of [
      { ...DIFFERENT, a: 3e6, b: 7e6 },
      { ...DIFFERENT, a: 1e-9, b: 7 },
    ]) {
      const found = unclearOf(params);
      // By its level, one of 20 may be clear all the same.
      expect(found.filter(unclear => unclear.includes('LEAVING')).length).toBeGreaterThanOrEqual(SEEDS.length - 2);
      expect(found.filter(unclear => unclear.includes('BUYING')).length).toBeLessThan(SEEDS.length / 2);
    }
  }, 60_000);

  it('has unclear buying where all buy as often', () => {
    const found = unclearOf({ ...DIFFERENT, r: 3e6, alpha: 16e6 });
    expect(found.filter(unclear => unclear.includes('BUYING')).length).toBeGreaterThanOrEqual(SEEDS.length - 2);
  }, 60_000);

  it('is clear where customers differ', () => {
    expect(unclearOf(DIFFERENT).flat()).toEqual([]);
  }, 60_000);

  it('on a ridge says so, tells nobody’s churn risk, and yet how much all will buy', () => {
    const customers = draw(5, 1500, { ...DIFFERENT, a: 3e6, b: 7e6 });
    const fit = fitLifetime(customers)!;
    const { a, b } = fit.params.purchases;
    expect(a).toBeGreaterThan(10);
    expect(a / (a + b)).toBeCloseTo(0.3, 1);
    expect(fit).toMatchObject({ converged: false, unclear: ['LEAVING'] });
    for (const customer of customers.slice(0, 50)) {
      expect(predict(customer, fit).churnRisk).toBeNull();
      expect(predict(customer, fit).lifetimeValue).toBeGreaterThanOrEqual(0);
    }
    const expected = customers.reduce(
      (sum, { x, tx, T }) => sum + expectedPurchases(39, x, tx, T, fit.params.purchases),
      0,
    );
    const later = customers.reduce((sum, customer) => sum + customer.later, 0);
    expect(Math.abs(later / expected - 1)).toBeLessThan(0.1);
  }, 60_000);

  it('with clear leaving tells the churn risk of who bought again, as often right as it says, and of nobody else', () => {
    const customers = draw(6, 3000, DIFFERENT);
    const fit = fitLifetime(customers)!;
    expect(fit).toMatchObject({ converged: true, unclear: [] });
    const risks = customers.map(customer => predict(customer, fit).churnRisk);
    expect(customers.filter((customer, i) => (risks[i] === null) !== (customer.x === 0))).toEqual([]);
    const told = customers.filter(({ x }) => x > 0);
    const gone = told.filter(({ alive }) => !alive).length;
    const expected = told.reduce((sum, customer) => sum + predict(customer, fit).churnRisk!, 0);
    expect(Math.abs(expected / gone - 1)).toBeLessThan(0.05);
  }, 60_000);
});
