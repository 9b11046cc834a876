// Pure: what customers spend on a purchase, after the Gamma-Gamma model (Fader & Hardie 2013).
import { logGamma } from './special.ts';

/**
 * All above 0, `q` above 1. Amounts of a customer are gamma distributed with shape `p`; their rates differ among customers
 * by a gamma distribution with shape `q` and rate `gamma` (in money). What one spends must not depend on how often.
 */
export interface GammaGammaParams {
  readonly p: number;
  readonly q: number;
  readonly gamma: number;
}

/** Of a customer with `x` > 0 purchases of `mean` > 0 each on average. */
export function gammaGammaLogLikelihood(x: number, mean: number, { p, q, gamma }: GammaGammaParams): number {
  const shape = p * x;
  return (
    logGamma(shape + q) -
    logGamma(shape) -
    logGamma(q) +
    q * Math.log(gamma) -
    Math.log(mean) +
    shape * Math.log(mean * x) -
    (shape + q) * Math.log(gamma + mean * x)
  );
}

/**
 * Mean amount of the purchases to come: between the customer's own mean so far and that of all customers, nearer to its
 * own the more purchases there are. With x = 0 it is that of all customers, and `mean` is not used. Throws RangeError
 * for x below 0 or, with purchases, a mean below 0.
 */
export function expectedSpend(x: number, mean: number, { p, q, gamma }: GammaGammaParams): number {
  if (!(x >= 0)) throw new RangeError(`There is no customer with ${x} purchases.`);
  const ofAll = (p * gamma) / (q - 1);
  if (x === 0) return ofAll;
  if (!(mean >= 0)) throw new RangeError('The mean of purchases must be 0 or more.');
  const own = (p * x) / (p * x + q - 1);
  return (1 - own) * ofAll + own * mean;
}
