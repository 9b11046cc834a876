// Pure: how sure an index, or the difference of two, is: by customers where enough are known, else by what they teach.
import { upperTail } from '../statistics/normal.ts';
import { tQuantile, tTwoSided } from '../statistics/student.ts';
import type { Interval } from '../value.ts';
import type { Figure } from './figure.ts';
import { addInfluences, type Clustered, clusteredVariance, type Influences, type Rows } from './influence.ts';

/** A squared standard error, and the degrees of freedom it rests on. */
export interface Certainty {
  readonly variance: number;
  readonly freedom: number;
}

/** What is known of a cell's customers. */
export interface Side extends Rows {
  readonly figure: Figure;
}

/** Which customers were read. */
export interface Known {
  readonly weightOf: (subject: number) => number;
  /** All were read. */
  readonly isWhole: boolean;
}

/** Of a sample, so many customers of a cell at least tell its variance; with fewer, the cells around it tell more. */
const ENOUGH_CUSTOMERS = 50;

export function clusteredOf({ weightOf }: Known, plus: Side, minus?: Side): Clustered {
  const influences: Influences = new Map();
  addInfluences(influences, plus, plus.figure.linear);
  if (minus) addInfluences(influences, minus, minus.figure.linear, -1);
  return clusteredVariance(influences, weightOf);
}

/**
 * `factor` is by how much customers and shared respondents widen the variance of cells of this span (their design effect):
 * it stands in where the sample has too few customers of this cell. Null when the variance cannot be known.
 */
export function certaintyOf(known: Known, side: Side, factor: () => number): Certainty | null {
  const { alone, apart, freedom } = side.figure;
  if (alone === null || apart === null) return null;
  if (apart === 0) return { variance: alone, freedom };
  const { variance, customers } = clusteredOf(known, side);
  if (known.isWhole ? customers > 1 : customers >= ENOUGH_CUSTOMERS)
    return { variance: variance + alone, freedom: Math.min(customers - 1, freedom) };
  return known.isWhole ? null : { variance: factor() * apart + alone, freedom };
}

/** Of the difference of two cells, whose customers may be the same. */
export function certaintyOfDifference(known: Known, a: Side, b: Side, factors: [() => number, () => number]) {
  const sides = [certaintyOf(known, a, factors[0]), certaintyOf(known, b, factors[1])] as const;
  const [one, other] = sides;
  if (!one || !other) return null;
  const freedom = Math.min(one.freedom, other.freedom);
  const { customers, variance } = clusteredOf(known, a, b);
  const isDirect = known.isWhole || [a, b].every(side => clusteredOf(known, side).customers >= ENOUGH_CUSTOMERS);
  if (isDirect && customers > 1) return { variance: variance + (a.figure.alone ?? 0) + (b.figure.alone ?? 0), freedom };
  return { variance: one.variance + other.variance, freedom };
}

/** Design effect of cells together, the larger ones counting more. 1 when nothing is known. */
export function designEffect(known: Known, sides: readonly Side[]): number {
  let [clustered, apart] = [0, 0];
  for (const side of sides) {
    const { n } = side.figure;
    apart += n * n * (side.figure.apart ?? 0);
    clustered += n * n * clusteredOf(known, side).variance;
  }
  return apart > 0 && clustered > 0 ? clustered / apart : 1;
}

/** Student's interval, cut at 0 and 100. Null without a value, and where nothing tells how sure it is. */
export function intervalOf(value: number | null, certainty: Certainty | null, confidence: number): Interval | null {
  if (value === null || !certainty || certainty.freedom <= 0) return null;
  const half = tQuantile(upperTail(confidence), certainty.freedom) * Math.sqrt(certainty.variance);
  return { low: Math.max(0, value - half), high: Math.min(100, value + half), confidence };
}

/** Two-sided; null where nothing varies. */
export function pValueOf(difference: number | null, certainty: Certainty | null): number | null {
  if (difference === null || !certainty || certainty.freedom <= 0 || !(certainty.variance > 0)) return null;
  return tTwoSided(difference / Math.sqrt(certainty.variance), certainty.freedom);
}
