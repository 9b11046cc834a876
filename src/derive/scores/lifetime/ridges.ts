// Pure: whether the likelihood of BG/NBD has a top, or a ridge along which parameters grow without end and nothing is gained.
import type { BgNbdParams } from './bg-nbd.ts';
import { maximiseMean } from './maximise-mean.ts';

/** How often customers buy, and whether they leave. */
export const PURCHASE_PARTS = ['BUYING', 'LEAVING'] as const;
export type PurchasePart = (typeof PURCHASE_PARTS)[number];

/** A beta or gamma distribution with shapes of this size is narrower than any customers could show. */
const NARROW = 1e5;
/**
 * Twice the gain in log-likelihood that differences among customers must bring. Where they do not differ, it is a chi-square
 * variable in one case of two and 0 in the other, and is above this in one case of twenty (Self & Liang 1987).
 */
const CLEAR = 2.706;

type Mean<Item> = (items: readonly Item[], params: BgNbdParams) => number;

/** The model without differences in one part, for parameters that are logarithms; and where to start. */
const WITHOUT: Readonly<
  Record<PurchasePart, { params(logs: readonly number[]): BgNbdParams; start(fitted: BgNbdParams): number[] }>
> = {
  BUYING: {
    params: ([rate, a, b]) => ({ r: NARROW, alpha: NARROW / Math.exp(rate!), a: Math.exp(a!), b: Math.exp(b!) }),
    start: ({ r, alpha, a, b }) => [r / alpha, a, b].map(Math.log),
  },
  LEAVING: {
    params: ([r, alpha, odds]) => {
      const chance = 1 / (1 + Math.exp(-odds!));
      return { r: Math.exp(r!), alpha: Math.exp(alpha!), a: NARROW * chance, b: NARROW * (1 - chance) };
    },
    start: ({ r, alpha, a, b }) => [r, alpha, a / b].map(Math.log),
  },
};

/** The parts in which customers who are all alike would be as likely: their parameters are anybody's guess. */
export function ridgesOf<Item>(items: readonly Item[], mean: Mean<Item>, fitted: BgNbdParams): PurchasePart[] {
  const best = mean(items, fitted);
  return PURCHASE_PARTS.filter(part => {
    const { params, start } = WITHOUT[part];
    const within = start(fitted).map(value => Math.max(-13, Math.min(13, value)));
    const alike = maximiseMean(items, (some, logs) => mean(some, params(logs)), [within]);
    return 2 * items.length * (best - alike.value) < CLEAR;
  });
}
