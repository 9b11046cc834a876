// Pure: what a customer is still going to be worth.
import { expectedPurchasesIn } from './expected-purchases.ts';
import type { CustomerHistory, LifetimeParams } from './fit.ts';
import { expectedSpend } from './gamma-gamma.ts';

export interface ValueOptions {
  /** How far ahead to look: whole months, 0 or more; 12 unless told. */
  readonly months?: number;
  /** Length of a month in the unit of the history's times; 30.4375 unless told, for days. */
  readonly month?: number;
  /** Yearly interest by which later money counts less, 0 or more: 0.1 is 10 %, and is what is taken unless told. */
  readonly discount?: number;
}

/**
 * Expected revenue of the months ahead, in the currency of the spend model, each month's discounted from its end. What
 * the customer has spent so far is not in it. Null when no spend model could be fitted. Throws RangeError for a
 * history, mean or option that cannot be.
 */
export function lifetimeValue(
  customer: CustomerHistory,
  { purchases, spend }: LifetimeParams,
  { months = 12, month = 30.4375, discount = 0.1 }: ValueOptions = {},
): number | null {
  if (!Number.isInteger(months) || months < 0) throw new RangeError('Months must be a whole number, 0 or more.');
  if (!(month > 0)) throw new RangeError('The length of a month must be above 0.');
  if (!(discount >= 0)) throw new RangeError('The discount must be 0 or more.');
  if (!spend) return null;
  const ends = Array.from({ length: months }, (_, i) => (i + 1) * month);
  const expected = expectedPurchasesIn(ends, customer, purchases);
  const discounted = expected.reduce(
    (sum, upTo, i) => sum + (upTo - (expected[i - 1] ?? 0)) / (1 + discount) ** ((i + 1) / 12),
    0,
  );
  const { x, mean } = customer;
  return discounted * (mean === null ? expectedSpend(0, 0, spend) : expectedSpend(x, mean, spend));
}
