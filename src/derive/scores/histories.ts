// Pure: how the purchases of a customer look to the lifetime models. Times are days of UTC since the first purchase.
import type { CustomerHistory } from './lifetime/fit.ts';

/** As SQL reads it from customer_score, with `HISTORY_COLUMNS`. */
export interface StoredHistory {
  /** Days on which they bought, 1 or more. */
  readonly purchases: number;
  /** Days from the first to the last. */
  readonly recency: number;
  /** Days from the first to today. */
  readonly age: number;
  /** Of the days after the first; null where there is none in the customer's currency. */
  readonly mean_amount: number | null;
}

/** `now` is SQL of the moment. */
export const historyColumns = (score: string, now: string): string =>
  `${score}.purchases, ${score}.last_purchase - ${score}.first_purchase as recency,
   greatest((${now} at time zone 'UTC')::date, ${score}.last_purchase) - ${score}.first_purchase as age, ${score}.mean_amount`;

export function historyOf({ purchases, recency, age, mean_amount }: StoredHistory): CustomerHistory {
  return { x: purchases - 1, tx: recency, T: age, mean: mean_amount };
}
