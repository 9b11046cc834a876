// Pure: medians from counts in logarithmic bins: their interval, their standard error, and whether two of them differ.
import type { Bounds } from '../metric.ts';
import { logQuantile } from './log-bins.ts';
import { compareNormal, normalQuantile, zOf } from './normal.ts';
import { incbet } from './special.ts';

/** Values in logarithmic bins; n may be fewer than there are in the bins, where they count for fewer. */
export interface Binned {
  readonly bins: ReadonlyMap<number, number>;
  readonly n: number;
}

/** From here on the tail below the rank is that of two standard errors. */
const MANY = 1_000_000;

/**
 * Distribution-free interval of the median from two order statistics, those of ranks (n ∓ z·√n)/2 (Thompson 1936, in its
 * normal form). Null where so few values have no such interval.
 */
export function medianInterval({ bins, n }: Binned, confidence: number): Bounds | null {
  const rank = Math.floor((n - zOf(confidence) * Math.sqrt(n)) / 2);
  if (!(rank >= 1)) return null;
  return { low: logQuantile(bins, rank / n)!, high: logQuantile(bins, Math.min(1, (n + 1 - rank) / n))! };
}

/**
 * Squared standard error of the median (Price & Bonett 2001): the distance of two order statistics about two standard errors
 * away, over the z that belongs to their ranks. Null below two values.
 */
export function medianVariance({ bins, n }: Binned): number | null {
  if (!(n >= 2)) return null;
  const rank = Math.max(1, Math.round((n + 1) / 2 - Math.sqrt(n)));
  const z = n > MANY ? 2 : normalQuantile(1 - incbet(n - rank + 1, rank, 0.5));
  const width = logQuantile(bins, Math.min(1, (n - rank + 1) / n))! - logQuantile(bins, rank / n)!;
  return (width / (2 * z)) ** 2;
}

/** Two-sided p-value of the difference of two medians by z (Price & Bonett 2002); null below two values on a side. */
export function compareMedians(a: Binned, b: Binned): number | null {
  const [va, vb] = [medianVariance(a), medianVariance(b)];
  if (va === null || vb === null) return null;
  return compareNormal(logQuantile(a.bins, 0.5)!, va, logQuantile(b.bins, 0.5)!, vb);
}
