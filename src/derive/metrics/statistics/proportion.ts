// Pure: shares of yes among n answers: their interval, their variance, and whether two of them differ.
import type { Bounds } from '../metric.ts';
import { normalTwoSided, zOf } from './normal.ts';

/**
 * Wilson's score interval (Wilson 1927), in shares 0 to 1. Holds its confidence near 0 and 1 and for small n, where the
 * textbook interval p ± z·√(p(1−p)/n) has no width. Needs n > 0.
 */
export function wilson(positive: number, n: number, confidence: number): Bounds {
  const z = zOf(confidence);
  const share = positive / n;
  const shrink = 1 + (z * z) / n;
  const center = (share + (z * z) / (2 * n)) / shrink;
  const half = (z / shrink) * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  // Exact arithmetic never leaves the share outside or passes the ends; rounding may.
  return { low: Math.max(0, Math.min(center - half, share)), high: Math.min(1, Math.max(center + half, share)) };
}

/**
 * Squared standard error of a share, with one yes and one no added (Agresti & Caffo 2000), so that it is not 0 when all
 * answers are alike. For sums and differences of values; an interval of one share is Wilson's.
 */
export function proportionVariance(positive: number, n: number): number {
  const share = (positive + 1) / (n + 2);
  return (share * (1 - share)) / (n + 2);
}

/**
 * The z of the N−1 two-proportion test (Campbell 2007): the pooled test times √((N−1)/N), which is right for small samples
 * too. 0 when all answers of both are alike; null when a side is empty.
 */
export function proportionsZ(positive1: number, n1: number, positive2: number, n2: number): number | null {
  if (n1 <= 0 || n2 <= 0) return null;
  const all = n1 + n2;
  const pooled = (positive1 + positive2) / all;
  const spread = pooled * (1 - pooled) * (1 / n1 + 1 / n2);
  if (spread <= 0) return 0;
  return ((positive1 / n1 - positive2 / n2) * Math.sqrt((all - 1) / all)) / Math.sqrt(spread);
}

/** Two-sided p-value of the difference between two shares by the N−1 test; null when a side is empty. */
export function compareProportions(positive1: number, n1: number, positive2: number, n2: number): number | null {
  const z = proportionsZ(positive1, n1, positive2, n2);
  return z === null ? null : normalTwoSided(z);
}
