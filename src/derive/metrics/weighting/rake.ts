// Pure: weights that make a sample look like the population in each of several respects: raking, trimmed.
import { groupName } from '../counts.ts';

/** Answers of people who have the same values of all dimensions. */
export interface SampleCell {
  /** One value for each dimension. */
  readonly key: readonly string[];
  readonly n: number;
}

/** How many of the population have each value of one dimension. */
export type Margin = ReadonlyMap<string, number>;

export interface Raked {
  /** By the cell's name; 1 on average over the answers that count. 0 for values that nobody in the population has. */
  readonly weights: ReadonlyMap<string, number>;
  /** Share of the answers that count. */
  readonly share: number;
  /** Share of the population whose values were heard at all, in the dimension where it is least. */
  readonly heard: number;
  readonly largest: number;
  /** Share of the answers whose weight was cut. */
  readonly trimmed: number;
}

/** Weights beyond this are cut: a few answers must not speak for all (the usual practice is 3 to 5). */
export const MAX_WEIGHT = 5;
const ROUNDS = 100;
const CLOSE = 1e-9;
/** What is cut off is given to others by raking again, so many times. */
const TRIMS = 10;

/**
 * Iterative proportional fitting (Deming & Stephan 1940): dimension by dimension the weights are scaled to the margin, until
 * all hold. Values without answers are left out of the margins, and the others are scaled up.
 */
export function rake(sample: readonly SampleCell[], margins: readonly Margin[]): Raked {
  const known = sample.filter(({ key, n }) => n > 0 && key.every((value, i) => (margins[i]!.get(value) ?? 0) > 0));
  const total = sample.reduce((sum, { n }) => sum + n, 0);
  const counted = known.reduce((sum, { n }) => sum + n, 0);
  const weights = known.map(() => 1);
  const targets = margins.map((margin, i) => targetsOf(known, margin, i, counted));
  const isCut = (weight: number) => weight > MAX_WEIGHT * (1 - CLOSE);
  let isFitted = false;
  for (let trim = 0; trim < TRIMS && !isFitted; trim++) {
    scaleTo(known, weights, targets);
    isFitted = !cut(known, weights, counted);
  }
  // What was cut last is given to all others, and no more to the margins.
  while (cut(known, weights, counted));
  return {
    weights: new Map(known.map(({ key }, i) => [groupName(key), weights[i]!])),
    share: total > 0 ? counted / total : 0,
    heard: Math.min(1, ...margins.map((margin, i) => heardOf(known, margin, i))),
    largest: Math.max(0, ...weights),
    trimmed: counted > 0 ? known.reduce((sum, { n }, i) => sum + (isCut(weights[i]!) ? n : 0), 0) / counted : 0,
  };
}

/** Brings the mean to 1, and weights above the limit to it; says whether there were any. */
function cut(known: readonly SampleCell[], weights: number[], counted: number): boolean {
  const mean = known.reduce((sum, { n }, i) => sum + n * weights[i]!, 0) / counted;
  let isAny = false;
  for (const [i, weight] of weights.entries()) {
    weights[i] = Math.min(MAX_WEIGHT, weight / mean);
    isAny ||= weight / mean > MAX_WEIGHT * (1 + CLOSE);
  }
  return isAny;
}

/** How many answers each value should have. */
function targetsOf(known: readonly SampleCell[], margin: Margin, i: number, counted: number): Margin {
  const values = new Set(known.map(({ key }) => key[i]!));
  const all = [...values].reduce((sum, value) => sum + margin.get(value)!, 0);
  return new Map([...values].map(value => [value, (counted * margin.get(value)!) / all]));
}

function heardOf(known: readonly SampleCell[], margin: Margin, i: number): number {
  const values = new Set(known.map(({ key }) => key[i]!));
  const sum = (of: Iterable<string>) => [...of].reduce((total, value) => total + (margin.get(value) ?? 0), 0);
  return sum(margin.keys()) > 0 ? sum(values) / sum(margin.keys()) : 0;
}

function scaleTo(known: readonly SampleCell[], weights: number[], targets: readonly Margin[]): void {
  for (let round = 0; round < ROUNDS; round++) {
    let moved = 0;
    for (const [i, target] of targets.entries()) {
      const sums = new Map<string, number>();
      for (const [at, { key, n }] of known.entries()) sums.set(key[i]!, (sums.get(key[i]!) ?? 0) + n * weights[at]!);
      for (const [at, { key }] of known.entries()) {
        const factor = target.get(key[i]!)! / sums.get(key[i]!)!;
        weights[at]! *= factor;
        moved = Math.max(moved, Math.abs(factor - 1));
      }
    }
    if (moved < CLOSE) return;
  }
}
