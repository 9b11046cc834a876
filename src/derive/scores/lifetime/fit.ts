// Pure: both lifetime models from the purchases of all customers.
import { type BgNbdParams, checkHistory, type PurchaseHistory } from './bg-nbd.ts';
import { fitBgNbd } from './fit-bg-nbd.ts';
import { fitGammaGamma, type Spending } from './fit-gamma-gamma.ts';
import type { GammaGammaParams } from './gamma-gamma.ts';
import { PURCHASE_PARTS } from './ridges.ts';

export interface CustomerHistory extends PurchaseHistory {
  /** Mean amount of the repeat purchases, in one currency for all customers; null where it is not known or there is none. */
  readonly mean: number | null;
}

export interface LifetimeParams {
  readonly purchases: BgNbdParams;
  /** Null when too few customers bought again for a known amount. */
  readonly spend: GammaGammaParams | null;
}

/** How often customers buy, whether they leave, and what they spend. */
export const MODEL_PARTS = [...PURCHASE_PARTS, 'SPENDING'] as const;
export type ModelPart = (typeof MODEL_PARTS)[number];

export interface LifetimeFit {
  readonly params: LifetimeParams;
  /** Whether nothing is unclear. */
  readonly converged: boolean;
  /** Parts whose parameters could as well be many times what they are. Who has left cannot be told where LEAVING is. */
  readonly unclear: readonly ModelPart[];
  /** Customers, with and without repeat purchases. */
  readonly n: number;
}

/** Fewer customers who bought again tell too little about four parameters. */
export const LEAST_REPEATERS = 50;

/**
 * Null when fewer than `LEAST_REPEATERS` customers bought again. Amounts of 0 and below are left out of the spend model,
 * which knows none. Throws RangeError for a history that cannot be.
 */
export function fitLifetime(customers: readonly CustomerHistory[]): LifetimeFit | null {
  for (const customer of customers) checkHistory(customer);
  const repeaters = customers.filter(({ x }) => x > 0);
  if (repeaters.length < LEAST_REPEATERS) return null;
  const purchases = fitBgNbd(customers);
  const spendings = repeaters.filter((customer): customer is CustomerHistory & Spending => (customer.mean ?? 0) > 0);
  const spend = spendings.length < LEAST_REPEATERS ? null : fitGammaGamma(spendings);
  const unclear = [...purchases.unclear, ...(spend?.converged === false ? (['SPENDING'] as const) : [])];
  return {
    params: { purchases: purchases.params, spend: spend?.params ?? null },
    converged: unclear.length === 0,
    unclear,
    n: customers.length,
  };
}
