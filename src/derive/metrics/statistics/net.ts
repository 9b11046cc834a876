// Pure: net scores, 100·(positive − negative)/n, from −100 to 100 points, such as NPS.
import type { Bounds } from '../metric.ts';
import { normalTwoSided, zOf } from './normal.ts';

/** A score and its standard error, in points. */
export interface Estimate {
  readonly score: number;
  readonly error: number;
}

/** The score as it is counted, with the error of the plain normal method: 0 when all answers are alike. Needs n > 0. */
export function plainNet(positive: number, negative: number, n: number): Estimate {
  const net = (positive - negative) / n;
  const variance = Math.max(0, (positive + negative) / n - net * net) / n;
  return { score: 100 * net, error: 100 * Math.sqrt(variance) };
}

/** Half the width of the plain interval, in points. Shown beside other tools' figures; ours is npsInterval. */
export function npsMargin(positive: number, negative: number, n: number, confidence: number): number {
  return zOf(confidence) * plainNet(positive, negative, n).error;
}

/**
 * The adjusted-Wald estimate (Rocks 2016): ¾ of an answer added on either side and 3 in all, which pulls the score towards
 * 0 and leaves an error even when all answers are alike.
 */
export function adjustedNet(positive: number, negative: number, n: number): Estimate {
  return plainNet(positive + 0.75, negative + 0.75, n + 3);
}

/** The adjusted-Wald interval in points, cut at ±100, stretched to the plain score where it would miss it. Needs n > 0. */
export function npsInterval(positive: number, negative: number, n: number, confidence: number): Bounds {
  return netBounds(plainNet(positive, negative, n).score, adjustedNet(positive, negative, n), confidence);
}

/** Bounds around an adjusted estimate that take in the value itself and stay within ±100. */
export function netBounds(value: number, adjusted: Estimate, confidence: number): Bounds {
  const half = zOf(confidence) * adjusted.error;
  return {
    low: Math.max(-100, Math.min(adjusted.score - half, value)),
    high: Math.min(100, Math.max(adjusted.score + half, value)),
  };
}

/** The z of the difference of two estimates. */
export function netZ(a: Estimate, b: Estimate): number {
  return (a.score - b.score) / Math.hypot(a.error, b.error);
}

/** Two-sided p-value of the difference of two net scores, from their adjusted estimates; null when a side is empty. */
export function compareNets(
  [positive1, negative1, n1]: readonly [positive: number, negative: number, n: number],
  [positive2, negative2, n2]: readonly [positive: number, negative: number, n: number],
): number | null {
  if (n1 <= 0 || n2 <= 0) return null;
  return normalTwoSided(netZ(adjustedNet(positive1, negative1, n1), adjustedNet(positive2, negative2, n2)));
}
