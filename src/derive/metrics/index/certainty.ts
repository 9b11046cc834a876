// Pure: how sure an index, or the difference of two, is: by customers where enough are known, else by what they teach.
import { ENOUGH_CUSTOMERS } from '../clusters/design-effect.ts';
import {
  addInfluences,
  type Clustered,
  clusteredVariance,
  type Influences,
  type PlacedTerm,
  type Rows,
} from '../clusters/influence.ts';
import type { Known } from '../clusters/read-clusters.ts';
import { tTwoSided } from '../statistics/student.ts';
import type { Interval } from '../value.ts';
import type { Figure } from './figure.ts';

/** A squared standard error, and the degrees of freedom it rests on. */
export interface Certainty {
  readonly variance: number;
  readonly freedom: number;
}

/** What is known of a cell's customers. */
export interface Side extends Rows {
  readonly figure: Figure;
}

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

/** What a side's customers say of all components that they share, taken together and one by one. */
function sharingOf({ weightOf }: Known, side: Side, terms: readonly PlacedTerm[]) {
  const { linear } = side.figure;
  const components = [...new Set(terms.flatMap(({ component }, i) => (linear[i] ? [component] : [])))];
  const varianceOf = (isIn: (component: number) => boolean): Clustered => {
    const influences: Influences = new Map();
    addInfluences(
      influences,
      side,
      terms.map(({ component }, i) => (isIn(component) ? (linear[i] ?? null) : null)),
    );
    return clusteredVariance(influences, weightOf);
  };
  const parts = components.map(component => varianceOf(one => one === component).variance);
  const each = parts.reduce((sum, part) => sum + part, 0);
  const all = varianceOf(() => true);
  return { together: parts.length === 1 ? each : all.variance, each, customers: all.customers };
}

/**
 * The variance of components taken together over the sum of theirs: more than 1 where customers agree with themselves over
 * components, less where they do not. `pooled` stands in where too few customers tell.
 */
export function sharingIn(known: Known, side: Side, terms: readonly PlacedTerm[], pooled: () => number): number {
  const { together, each, customers } = sharingOf(known, side, terms);
  const isEnough = known.isWhole ? customers > 1 : customers >= ENOUGH_CUSTOMERS;
  if (isEnough && each > 0) return together / each;
  return known.isWhole ? 1 : pooled();
}

/** Of cells together, the larger ones counting more. 1 when nothing is known. */
export function sharingTogether(known: Known, sides: readonly Side[], terms: readonly PlacedTerm[]): number {
  let [all, apart] = [0, 0];
  for (const side of sides) {
    const { n } = side.figure;
    const { together, each } = sharingOf(known, side, terms);
    all += n * n * together;
    apart += n * n * each;
  }
  return apart > 0 && all > 0 ? all / apart : 1;
}

/**
 * The method of variance estimates recovery (Zou 2007): the distances from each component's value to the ends of its own
 * interval, in points of the index, squared and added up; those of components that share customers times `sharing`. So an
 * index of one metric has that metric's interval. Cut at 0 and 100; null where a component has none.
 */
export function intervalOf({ value, distances }: Figure, sharing: () => number, confidence: number): Interval | null {
  if (value === null || distances === null) return null;
  const shared = distances.filter(one => one.isShared);
  // What one component shares with itself is in its own interval.
  const factor = shared.length > 1 ? sharing() : 1;
  const reach = (end: 'below' | 'above') =>
    Math.sqrt(distances.reduce((sum, one) => sum + (one.isShared ? factor : 1) * one[end] ** 2, 0));
  return { low: Math.max(0, value - reach('below')), high: Math.min(100, value + reach('above')), confidence };
}

/** Two-sided; null where nothing varies. */
export function pValueOf(difference: number | null, certainty: Certainty | null): number | null {
  if (difference === null || !certainty || certainty.freedom <= 0 || !(certainty.variance > 0)) return null;
  return tTwoSided(difference / Math.sqrt(certainty.variance), certainty.freedom);
}
