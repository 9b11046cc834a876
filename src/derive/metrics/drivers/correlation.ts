// Pure: correlations from sums of products. The first column is the outcome, the others are the drivers.
import type { Moments } from './moments.ts';

export interface CorrelationTable {
  /** Positions of the drivers that vary, ascending; the two below have an entry for these only. */
  readonly varying: readonly number[];
  readonly among: readonly (readonly number[])[];
  readonly withOutcome: readonly number[];
}

/** A column whose variance is below this share of its largest square has nothing but rounding left of it. */
const NO_SPREAD = 1e-14;

/** Of the given blocks, each taken as often as it is named. Null when the outcome does not vary. */
export function correlationsOf(moments: Moments, chosen: Iterable<number>): CorrelationTable | null {
  const k = moments.columns;
  const sums = new Float64Array(1 + k + (k * (k + 1)) / 2);
  for (const block of chosen) {
    const part = moments.blocks[block]!;
    for (let i = 0; i < sums.length; i++) sums[i]! += part[i]!;
  }
  const n = sums[0]!;
  const at = (i: number, j: number) => 1 + k + i * k - (i * (i - 1)) / 2 + (j - i);
  const covariance = (i: number, j: number) =>
    sums[i <= j ? at(i, j) : at(j, i)]! / n - (sums[1 + i]! / n) * (sums[1 + j]! / n);
  const deviations = Array.from({ length: k }, (_, i) => {
    const variance = covariance(i, i);
    return variance > NO_SPREAD ? Math.sqrt(variance) : 0;
  });
  if (!(deviations[0]! > 0)) return null;
  const varying = deviations.flatMap((deviation, i) => (i > 0 && deviation > 0 ? [i - 1] : []));
  const correlation = (i: number, j: number) =>
    i === j ? 1 : Math.max(-1, Math.min(1, covariance(i, j) / (deviations[i]! * deviations[j]!)));
  return {
    varying,
    among: varying.map(i => varying.map(j => correlation(i + 1, j + 1))),
    withOutcome: varying.map(i => correlation(0, i + 1)),
  };
}
