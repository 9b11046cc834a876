// Pure: Student's t distribution, with any number of degrees of freedom, whole or not.
import { normalQuantile } from './normal.ts';
import { incbet, incbi } from './special.ts';

/** The t below which lies the share `p`. Throws RangeError unless 0 < p < 1 and df > 0. */
export function tQuantile(p: number, df: number): number {
  if (!(df > 0)) throw new RangeError(`Student's t needs more than 0 degrees of freedom, not ${df}.`);
  if (df === Number.POSITIVE_INFINITY) return normalQuantile(p);
  if (!(p > 0 && p < 1)) throw new RangeError(`A quantile needs a share between 0 and 1, not ${p}.`);
  if (p === 0.5) return 0;
  const x = incbi(df / 2, 0.5, 2 * Math.min(p, 1 - p));
  const t = Math.sqrt((df * (1 - x)) / x);
  return p < 0.5 ? -t : t;
}

/** Chance, 0 to 1, of a t at least as far from 0 as this one, on either side. */
export function tTwoSided(t: number, df: number): number {
  return incbet(df / 2, 0.5, df / (df + t * t));
}
