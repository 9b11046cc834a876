// Pure: means from counts, sums and sums of squares: Student's interval and Welch's test.
import type { Bounds } from '../metric.ts';
import { upperTail } from './normal.ts';
import { tQuantile, tTwoSided } from './student.ts';

/** Sums over n values. */
export interface Moments {
  readonly n: number;
  readonly sum: number;
  readonly squares: number;
}

/** What rounding leaves of the variance of equal values, as a part of their mean square. */
const ROUNDING = 1e-12;

/** Null without values. */
export function meanOf({ n, sum }: Moments): number | null {
  return n > 0 ? sum / n : null;
}

/** Squared standard error of the mean, from the sample variance (n − 1); null below two values. */
export function meanVariance({ n, sum, squares }: Moments): number | null {
  if (n < 2) return null;
  const spread = squares - (sum * sum) / n;
  return spread > ROUNDING * squares ? spread / (n - 1) / n : 0;
}

/** Student's interval of the mean (Student 1908), n − 1 degrees of freedom; null below two values. */
export function meanInterval(moments: Moments, confidence: number): Bounds | null {
  const mean = meanOf(moments);
  const variance = meanVariance(moments);
  if (mean === null || variance === null) return null;
  const half = tQuantile(upperTail(confidence), moments.n - 1) * Math.sqrt(variance);
  return { low: mean - half, high: mean + half };
}

/**
 * Two-sided p-value of the difference of two means by Welch's test (Welch 1947), which does not take the variances as equal.
 * Null below two values on a side, and when neither side varies: then nothing tells how sure the difference is.
 */
export function compareMeans(a: Moments, b: Moments): number | null {
  const va = meanVariance(a);
  const vb = meanVariance(b);
  if (va === null || vb === null || va + vb <= 0) return null;
  const t = (a.sum / a.n - b.sum / b.n) / Math.sqrt(va + vb);
  // As parts of the whole: their squares cannot vanish or overflow.
  const [pa, pb] = [va / (va + vb), vb / (va + vb)];
  return tTwoSided(t, 1 / ((pa * pa) / (a.n - 1) + (pb * pb) / (b.n - 1)));
}
