// Pure: sums of amounts over events that come at random, as draws of a compound Poisson variable.
import type { Bounds } from '../metric.ts';
import { compareNormal, zOf } from './normal.ts';

/** Sums over amounts. */
export interface Amounts {
  readonly sum: number;
  readonly squares: number;
}

/**
 * Interval of a sum: sum ± z·√Σx². Both the number of events and their sizes vary, and the variance of such a sum is the
 * expected count times the mean square, which Σx² estimates.
 */
export function sumInterval({ sum, squares }: Amounts, confidence: number): Bounds {
  const half = zOf(confidence) * Math.sqrt(squares);
  return { low: sum - half, high: sum + half };
}

/** Two-sided p-value of the difference of two sums per exposure, such as days; null where neither varies. */
export function compareSums(a: Amounts, exposureA: number, b: Amounts, exposureB: number): number | null {
  if (!(exposureA > 0 && exposureB > 0)) return null;
  return compareNormal(a.sum / exposureA, a.squares / exposureA ** 2, b.sum / exposureB, b.squares / exposureB ** 2);
}
