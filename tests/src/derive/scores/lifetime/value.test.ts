// Lifetime value: purchases to come times what they bring, later ones counting less.
import { describe, expect, it } from 'vitest';
import { expectedPurchases } from '../../../../../src/derive/scores/lifetime/expected-purchases.ts';
import { expectedSpend } from '../../../../../src/derive/scores/lifetime/gamma-gamma.ts';
import { lifetimeValue } from '../../../../../src/derive/scores/lifetime/value.ts';

const purchases = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
const spend = { p: 6.25, q: 3.74, gamma: 15.44 };
const params = { purchases, spend };
const customer = { x: 2, tx: 30.43, T: 38.86, mean: 50 };
const weeks = { month: 30.4375 / 7 };

describe('lifetimeValue', () => {
  it('without discount is the purchases of the whole time times the spend', () => {
    const value = lifetimeValue(customer, params, { months: 9, month: 39 / 9, discount: 0 })!;
    expect(value).toBeCloseTo(1.22602817 * expectedSpend(2, 50, spend), 6);
  });

  it('discounts each month from its end', () => {
    const upTo = (months: number) => expectedPurchases(months * weeks.month, 2, 30.43, 38.86, purchases);
    const expected = upTo(1) / 1.2 ** (1 / 12) + (upTo(2) - upTo(1)) / 1.2 ** (2 / 12);
    const value = lifetimeValue(customer, params, { ...weeks, months: 2, discount: 0.2 })!;
    expect(value).toBeCloseTo(expected * expectedSpend(2, 50, spend), 8);
  });

  it('grows with the months and falls with the discount', () => {
    const value = (months: number, discount: number) =>
      lifetimeValue(customer, params, { ...weeks, months, discount })!;
    expect(value(0, 0.1)).toBe(0);
    expect(value(24, 0.1)).toBeGreaterThan(value(12, 0.1));
    expect(value(12, 0.5)).toBeLessThan(value(12, 0.1));
  });

  it('takes days, a year and ten percent unless told', () => {
    const days = { purchases: { ...purchases, alpha: purchases.alpha * 7 }, spend };
    const inDays = { ...customer, tx: customer.tx * 7, T: customer.T * 7 };
    const expected = lifetimeValue(customer, params, { ...weeks, months: 12, discount: 0.1 })!;
    expect(lifetimeValue(inDays, days)).toBeCloseTo(expected, 8);
  });

  it('takes the mean of all for a customer whose own is not known, and none without a spend model', () => {
    const newcomer = { x: 0, tx: 0, T: 3, mean: null };
    const bought = expectedPurchases(13, 0, 0, 3, purchases);
    const options = { months: 3, month: 13 / 3, discount: 0 };
    expect(lifetimeValue(newcomer, params, options)).toBeCloseTo(bought * expectedSpend(0, 0, spend), 8);
    expect(lifetimeValue({ ...customer, mean: null }, params, options)).toBeGreaterThan(0);
    expect(lifetimeValue(customer, { purchases, spend: null })).toBeNull();
  });

  it('refuses options that cannot be', () => {
    expect(() => lifetimeValue(customer, params, { months: 1.5 })).toThrow(RangeError);
    expect(() => lifetimeValue(customer, params, { month: 0 })).toThrow(RangeError);
    expect(() => lifetimeValue(customer, params, { discount: -0.1 })).toThrow(RangeError);
  });
});
