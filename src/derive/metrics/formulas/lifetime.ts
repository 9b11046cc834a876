// Pure: the simple lifetime value, and the squared standard error of its logarithm.
import type { States } from '../metric.ts';
import { meanVariance } from '../statistics/mean.ts';
import { proportionVariance } from '../statistics/proportion.ts';

const YEAR_DAYS = 365;

export interface Lifetime {
  readonly value: number;
  /** Squared standard error of ln(value), the sum of those of its three factors; null where it cannot be known. */
  readonly logVariance: number | null;
}

/** Null when a factor is unknown: no purchases, no active customers, none lost. */
export function lifetimeOf(states: States): Lifetime | null {
  const purchase = states.get('PURCHASE');
  const buyer = states.get('BUYER');
  const start = states.get('ACTIVE_AT_START');
  const customers = (start.n + states.get('ACTIVE_AT_END').n) / 2;
  const years = states.days / YEAR_DAYS;
  if (purchase.n === 0 || buyer.n === 0 || start.n === 0 || start.negative === 0 || !(years > 0)) return null;

  const orderValue = purchase.sum / purchase.n;
  const perYear = buyer.sum / customers / years;
  const lost = start.negative / start.n;
  const lostPerYear = 1 - (1 - lost) ** (1 / years);

  const orderVariance = meanVariance(purchase);
  // Of all active customers, those who did not buy add nothing to the sums.
  const countVariance = Math.max(0, buyer.squares - buyer.sum ** 2 / Math.max(customers, buyer.n));
  const slope = (1 - lost) ** (1 / years - 1) / years;
  const parts = [
    orderVariance === null ? Number.NaN : orderVariance / orderValue ** 2,
    countVariance / buyer.sum ** 2,
    proportionVariance(start.negative, start.n) * (slope / lostPerYear) ** 2,
  ];
  const logVariance = parts.reduce((sum, part) => sum + part, 0);
  const isKnown = orderValue > 0 && Number.isFinite(logVariance);
  return { value: (orderValue * perYear) / lostPerYear, logVariance: isKnown ? logVariance : null };
}
