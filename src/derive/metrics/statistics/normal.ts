// Pure: the standard normal distribution.
import { erfc, ndtri } from './special.ts';

/** Beyond this the tail is smaller than the smallest number that the machine can tell from 0. */
const FARTHEST = 37;

/** The z below which lies the share `p` of a standard normal variable. Throws RangeError unless 0 < p < 1. */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`A quantile needs a share between 0 and 1, not ${p}.`);
  return ndtri(p);
}

/** The share of a standard normal variable below `z`. */
export function normalBelow(z: number): number {
  return Math.abs(z) > FARTHEST ? Number(z > 0) : erfc(-z / Math.SQRT2) / 2;
}

/** Chance, 0 to 1, that a standard normal variable is at least as far from 0 as `z`, on either side. */
export function normalTwoSided(z: number): number {
  const distance = Math.abs(z);
  return distance > FARTHEST ? 0 : erfc(distance / Math.SQRT2);
}

/** Half the width of a two-sided interval in standard errors: 1.96 for 0.95. Throws RangeError unless 0 < confidence < 1. */
export function zOf(confidence: number): number {
  return normalQuantile(upperTail(confidence));
}

/** The share below the upper end of a two-sided interval: 0.975 for 0.95. */
export function upperTail(confidence: number): number {
  return (1 + confidence) / 2;
}

/** Two-sided p-value of the difference of two values with squared standard errors; null where neither varies. */
export function compareNormal(value1: number, variance1: number, value2: number, variance2: number): number | null {
  const variance = variance1 + variance2;
  return variance > 0 && Number.isFinite(variance) ? normalTwoSided((value1 - value2) / Math.sqrt(variance)) : null;
}
