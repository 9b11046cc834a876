// Pure: when customers buy and when they leave without a word, after the BG/NBD model (Fader, Hardie & Lee 2005).
import { logBeta, logGamma } from './special.ts';

/** How often one customer bought. Times are of one unit throughout, days or weeks, and count from the first purchase. */
export interface PurchaseHistory {
  /** Repeat purchases: all but the first. */
  readonly x: number;
  /** Of the last purchase; 0 when it was the first. */
  readonly tx: number;
  /** Of now. */
  readonly T: number;
}

/**
 * All above 0. Purchase rates among customers are gamma distributed with shape `r` and rate `alpha` (in the unit of the
 * times); the chance to leave after a purchase is beta distributed with `a` and `b`.
 */
export interface BgNbdParams {
  readonly r: number;
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
}

/** Throws RangeError for a history that cannot be. */
export function checkHistory({ x, tx, T }: PurchaseHistory): void {
  const possible = Number.isInteger(x) && x >= 0 && tx >= 0 && tx <= T && Number.isFinite(T) && (x > 0 || tx === 0);
  if (!possible) throw new RangeError(`There is no customer with ${x} repeat purchases, the last at ${tx} of ${T}.`);
}

/** Log of the odds that a customer with x > 0 has left. Differences of logs: neither power can overflow. */
export function logOddsGone({ x, tx, T }: PurchaseHistory, { r, alpha, a, b }: BgNbdParams): number {
  return Math.log(a) - Math.log(b + x - 1) + (r + x) * Math.log1p((T - tx) / (alpha + tx));
}

/** The part of the log-likelihood that is one for all customers with x repeat purchases. */
export function logLikelihoodOfCount(x: number, { r, alpha, a, b }: BgNbdParams): number {
  return logGamma(r + x) - logGamma(r) + r * Math.log(alpha) + logBeta(a, b + x) - logBeta(a, b);
}

/** The rest of it. */
export function logLikelihoodOfTimes(history: PurchaseHistory, params: BgNbdParams): number {
  const alive = -(params.r + history.x) * Math.log(params.alpha + history.T);
  return history.x === 0 ? alive : alive + logOnePlusExp(logOddsGone(history, params));
}

/** Of one customer's history. */
export function bgNbdLogLikelihood(history: PurchaseHistory, params: BgNbdParams): number {
  return logLikelihoodOfCount(history.x, params) + logLikelihoodOfTimes(history, params);
}

/** Chance that the customer will buy again, 0 to 1; 1 without a repeat purchase, after which alone the model lets leave: no prediction then. */
export function pAlive(x: number, tx: number, T: number, params: BgNbdParams): number {
  const history = { x, tx, T };
  checkHistory(history);
  return x === 0 ? 1 : 1 / (1 + Math.exp(logOddsGone(history, params)));
}

function logOnePlusExp(value: number): number {
  return value > 0 ? value + Math.log1p(Math.exp(-value)) : Math.log1p(Math.exp(value));
}
