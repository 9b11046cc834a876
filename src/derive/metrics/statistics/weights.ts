// Pure: what weighting answers costs in precision.

/**
 * Kish's effective sample size (Kish 1965), (Σw)²/Σw²: so many answers of equal weight would be as precise. Use it in place
 * of n in every standard error of weighted answers. 0 without weights.
 */
export function effectiveSize(weights: Iterable<number>): number {
  let sum = 0;
  let squares = 0;
  for (const weight of weights) {
    sum += weight;
    squares += weight * weight;
  }
  return squares > 0 ? (sum * sum) / squares : 0;
}

/** Kish's design effect: by how much weighting widens the variance, 1 when all weights are equal. Null without weights. */
export function designEffect(weights: readonly number[]): number | null {
  const size = effectiveSize(weights);
  return size > 0 ? weights.length / size : null;
}
