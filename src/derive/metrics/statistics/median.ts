// Pure: medians from counts in logarithmic bins: their interval, their standard error, and whether two of them differ.
import type { Bounds } from '../metric.ts';
import { logBinValue, logQuantile } from './log-bins.ts';
import { normalQuantile, zOf } from './normal.ts';
import { compareProportions } from './proportion.ts';
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

/**
 * Two-sided p-value of the difference of two medians by Mood's test (Brown & Mood 1951): how many of each side lie above the
 * median of both together, as two shares. Holds its level for any shape, also where chats and letters make two humps and no
 * standard error of a median can be told. Null without values on a side, and where nothing lies above.
 */
export function compareMedians(a: Binned, b: Binned): number | null {
  const all = new Map(a.bins);
  for (const [bin, count] of b.bins) all.set(bin, (all.get(bin) ?? 0) + count);
  const middle = logQuantile(all, 0.5);
  if (middle === null) return null;
  const above = ({ bins }: Binned) =>
    [...bins].reduce((sum, [bin, count]) => sum + (logBinValue(bin) > middle ? count : 0), 0);
  const [highA, highB] = [above(a), above(b)];
  return highA + highB > 0 ? compareProportions(highA, a.n, highB, b.n) : null;
}
