// Pure: Shapley importance (LMG), the mean gain in R² that a driver brings over all orders of entering.
import type { Importance } from './relative-weights.ts';
import type { Correlations } from './spectrum.ts';

/** Time and memory double with each driver: 4096 subsets here. */
export const MOST_SHAPLEY_DRIVERS = 12;

/** A driver of which the others leave less than this share of variance explains nothing that they do not. */
const SPENT = 1e-10;

/** R² of every subset of drivers, under the subset's bits; each is reached once, from the subset without its last driver. */
function subsetRSquared(correlations: Correlations, withOutcome: readonly number[]): Float64Array {
  const size = withOutcome.length;
  const rSquared = new Float64Array(2 ** size);
  // `rest` and `restWithOutcome` are what is left of the covariances once the drivers of `mask` are accounted for.
  const visit = (mask: number, from: number, rest: Correlations, restWithOutcome: readonly number[]): void => {
    for (let j = from; j < size; j++) {
      const next = mask | (1 << j);
      const pivot = rest[j]![j]!;
      if (pivot < SPENT) {
        rSquared[next] = rSquared[mask]!;
        visit(next, j + 1, rest, restWithOutcome);
        continue;
      }
      const outcome = restWithOutcome[j]!;
      rSquared[next] = rSquared[mask]! + outcome ** 2 / pivot;
      const row = rest[j]!;
      visit(
        next,
        j + 1,
        rest.map((other, i) => other.map((value, k) => value - (row[i]! * row[k]!) / pivot)),
        restWithOutcome.map((value, i) => value - (row[i]! * outcome) / pivot),
      );
    }
  };
  visit(0, 0, correlations, withOutcome);
  return rSquared;
}

/** Chance that exactly the given number of others stand before a driver, spread over the sets of that number. */
function orderWeights(size: number): number[] {
  const weights = [1 / size];
  for (let k = 1; k < size; k++) weights.push((weights[k - 1]! * k) / (size - k));
  return weights;
}

function bits(mask: number): number {
  let count = 0;
  for (let left = mask; left !== 0; left &= left - 1) count++;
  return count;
}

/**
 * Lindeman, Merenda & Gold (1980). The weights sum to R². Throws RangeError with more than `MOST_SHAPLEY_DRIVERS`
 * drivers, or a matrix that does not fit.
 */
export function shapley(correlations: Correlations, withOutcome: readonly number[]): Importance {
  const size = withOutcome.length;
  if (size > MOST_SHAPLEY_DRIVERS) {
    throw new RangeError(
      `Shapley importance takes ${MOST_SHAPLEY_DRIVERS} drivers at most, not ${size}: use relative weights.`,
    );
  }
  if (correlations.length !== size || correlations.some(row => row.length !== size)) {
    throw new RangeError('The matrix of correlations must have one row and one column for each driver.');
  }
  const rSquared = subsetRSquared(correlations, withOutcome);
  const ofOrder = orderWeights(size);
  const weights = withOutcome.map((_, j) => {
    let weight = 0;
    for (let mask = 0; mask < rSquared.length; mask++) {
      if (mask & (1 << j)) continue;
      weight += ofOrder[bits(mask)]! * (rSquared[mask | (1 << j)]! - rSquared[mask]!);
    }
    return weight;
  });
  return { weights, rSquared: rSquared.at(-1)! };
}
