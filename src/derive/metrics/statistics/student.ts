// Pure: Student's t distribution, with any number of degrees of freedom, whole or not.
import { normalQuantile } from './normal.ts';
import { incbet, incbi } from './special.ts';

/** From here on the library's inverse fails in the far tails, and two terms beyond the normal quantile are exact. */
const MANY = 10_000;

/** The t below which lies the share `p`. Throws RangeError unless 0 < p < 1 and df > 0. */
export function tQuantile(p: number, df: number): number {
  if (!(df > 0)) throw new RangeError(`Student's t needs more than 0 degrees of freedom, not ${df}.`);
  const z = normalQuantile(p);
  if (df >= MANY) return z + (z ** 3 + z) / (4 * df) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * df * df);
  if (p === 0.5) return 0;
  const x = incbi(df / 2, 0.5, 2 * Math.min(p, 1 - p));
  const t = Math.sqrt((df * (1 - x)) / x);
  return p < 0.5 ? -t : t;
}

/** Chance, 0 to 1, of a t at least as far from 0 as this one, on either side. */
export function tTwoSided(t: number, df: number): number {
  return incbet(df / 2, 0.5, df / (df + t * t));
}
