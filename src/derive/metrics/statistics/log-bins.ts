// Pure: quantiles from counts in bins whose widths grow with the value, right to 1 % (the idea of DDSketch, Masson et al. 2019).
import { LOG_BIN_BASE, ZERO_BIN } from '../kinds.ts';

const LOG_BASE = Math.log(LOG_BIN_BASE);

/** The bin of a duration or an amount: bin i holds what lies above base^(i − 1), up to base^i. */
export function logBin(value: number): number {
  return value > 0 ? Math.ceil(Math.log(value) / LOG_BASE) : ZERO_BIN;
}

/** What stands for a bin: the value that no member of the bin misses by more than 1 % of itself. */
export function logBinValue(bin: number): number {
  return bin === ZERO_BIN ? 0 : (2 * LOG_BIN_BASE ** bin) / (LOG_BIN_BASE + 1);
}

/** What rounding makes of a rank. */
const ROUNDING = 1e-12;

/**
 * The smallest value that at least the share `q` of all values do not exceed (nearest rank), within 1 %; values of 0 and
 * below count as 0. Counts need not be whole. Null without values. Throws RangeError unless 0 ≤ q ≤ 1.
 */
export function logQuantile(bins: ReadonlyMap<number, number>, q: number): number | null {
  if (!(q >= 0 && q <= 1)) throw new RangeError(`A quantile needs a share from 0 to 1, not ${q}.`);
  const filled = [...bins].filter(([, count]) => count > 0).sort(([a], [b]) => a - b);
  const n = filled.reduce((sum, [, count]) => sum + count, 0);
  if (n === 0) return null;
  const rank = q * n * (1 - ROUNDING);
  let reached = 0;
  for (const [bin, count] of filled) {
    reached += count;
    if (reached >= rank) return logBinValue(bin);
  }
  return logBinValue(filled.at(-1)![0]);
}
