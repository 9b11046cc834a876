// Pure: percentile bootstrap of relative weights, by drawing rows (or blocks of them) with replacement.
import type { Bounds } from '../metric.ts';
import type { Chance } from './chance.ts';
import { correlationsOf } from './correlation.ts';
import type { Moments } from './moments.ts';
import { relativeWeights } from './relative-weights.ts';

/** So many resamples are some 10 ms of computing. */
const TURN = 25;

/**
 * Interval of each driver's weight, by position among all drivers; null when no resample had an outcome that varies.
 * A driver that does not vary in a resample has the weight 0 in it. Yields where others may have their turn.
 */
export function* weightIntervals(
  moments: Moments,
  resamples: number,
  confidence: number,
  chance: Chance,
): Generator<void, (Bounds | null)[]> {
  const blocks = moments.blocks.length;
  const weights: number[][] = Array.from({ length: moments.columns - 1 }, () => []);
  const drawn = new Uint32Array(blocks);
  for (let i = 0; i < resamples; i++) {
    if (i % TURN === 0) yield;
    for (let at = 0; at < blocks; at++) drawn[at] = chance(blocks);
    const table = correlationsOf(moments, drawn);
    if (!table) continue;
    const found = relativeWeights(table.among, table.withOutcome).weights;
    for (const list of weights) list.push(0);
    for (const [at, driver] of table.varying.entries()) weights[driver]![weights[driver]!.length - 1] = found[at]!;
  }
  return weights.map(list => percentiles(list, confidence));
}

function percentiles(values: number[], confidence: number): Bounds | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const tail = (1 - confidence) / 2;
  return { low: quantile(sorted, tail), high: quantile(sorted, 1 - tail) };
}

/** Between neighbours in proportion (Hyndman & Fan 1996, type 7). */
function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!];
  return below + (above - below) * (at - Math.floor(at));
}
