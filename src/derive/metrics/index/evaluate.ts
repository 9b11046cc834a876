// Pure: an index from the values of its components, what each contributes, and how the index moves with each.
import type { MetricName } from '../metric.ts';
import type { Interval, MetricValue } from '../value.ts';
import { apportion, inSteps } from './apportion.ts';
import type { IndexAggregation, IndexComponent } from './definition.ts';

/**
 * With less than this share of the weight there is no index: it would be another one than the definition says. Half, so
 * that what is missing never outweighs what is there.
 */
export const COVERAGE_FLOOR = 0.5;

/**
 * A geometric mean needs numbers above 0, and one near 0 would decide all. The usual practice (OECD & JRC 2008; JRC’s own
 * tools rescale to 1–100) keeps components at 1 or more; that also makes every logarithm 0 or more, so that shares of it
 * are shares.
 */
export const GEOMETRIC_FLOOR = 1;

export interface IndexComponentValue {
  readonly metric: MetricName;
  readonly raw: MetricValue;
  /** 0 to 100; null without data. */
  readonly normalized: number | null;
  /** As used: a share of the weight that had data; 0 without data. */
  readonly weight: number;
  readonly contribution: number | null;
}

export interface IndexValue {
  /** 0 to 100: exactly the sum of the contributions. */
  readonly value: number | null;
  /** The smallest n among the components that had data. */
  readonly n: number;
  readonly interval: Interval | null;
  readonly coverage: number;
  readonly components: readonly IndexComponentValue[];
  readonly suppressed: boolean;
  readonly reliable: boolean;
}

export interface Evaluated extends Omit<IndexValue, 'interval'> {
  /** Points of the index by which one unit of each component's raw value moves it; 0 beyond the ends. */
  readonly slopes: readonly number[];
}

export interface Composition {
  readonly aggregation: IndexAggregation;
  readonly components: readonly IndexComponent[];
}

export function normalize({ worst, best }: IndexComponent, raw: number): number {
  return Math.max(0, Math.min(100, (100 * (raw - worst)) / (best - worst)));
}

/** Of the weight; exactly 1 when nothing is missing. */
function share({ components }: Composition, counts: (i: number) => boolean): number {
  const sum = (of: readonly IndexComponent[]) => of.reduce((total, { weight }) => total + weight, 0);
  return sum(components.filter((_, i) => counts(i))) / sum(components);
}

/** `raws` in the order of the components. */
export function evaluateIndex(index: Composition, raws: readonly MetricValue[]): Evaluated {
  const has = (i: number) => raws[i]!.value !== null;
  const coverage = share(index, has);
  const isShown = coverage >= COVERAGE_FLOOR;
  const available = index.components.reduce((sum, { weight }, i) => sum + (has(i) ? weight : 0), 0);
  const weights = index.components.map(({ weight }, i) => (has(i) ? weight / available : 0));
  const normalized = index.components.map((component, i) => (has(i) ? normalize(component, raws[i]!.value!) : null));
  const { value, contributions } = isShown ? aggregate(index.aggregation, weights, normalized) : NONE;
  const withheld = share(index, i => has(i) || raws[i]!.suppressed);
  const n = isShown ? Math.min(...raws.filter((_, i) => has(i)).map(raw => raw.n)) : 0;
  return {
    value,
    n,
    coverage,
    suppressed: !isShown && withheld >= COVERAGE_FLOOR,
    reliable: isShown && raws.every(raw => raw.value === null || raw.reliable),
    components: index.components.map(({ metric }, i) => ({
      metric,
      raw: raws[i]!,
      normalized: normalized[i]!,
      weight: weights[i]!,
      contribution: contributions[i] ?? null,
    })),
    slopes: index.components.map((component, i) =>
      value === null || !has(i) ? 0 : slope(index.aggregation, component, raws[i]!.value!, weights[i]!, value),
    ),
  };
}

const NONE = { value: null, contributions: [] } as const;

function aggregate(
  aggregation: IndexAggregation,
  weights: readonly number[],
  normalized: readonly (number | null)[],
): { value: number; contributions: (number | null)[] } {
  const used = normalized.flatMap((x, i) => (x === null ? [] : [{ x, weight: weights[i]! }]));
  const { whole, parts } = aggregation === 'ARITHMETIC' ? mean(used) : geometricMean(used);
  const value = inSteps(Math.min(100, whole));
  const shares = apportion(value, parts)[Symbol.iterator]();
  return { value, contributions: normalized.map(x => (x === null ? null : shares.next().value!)) };
}

type Weighted = readonly { readonly x: number; readonly weight: number }[];

function mean(used: Weighted): { whole: number; parts: number[] } {
  const parts = used.map(({ x, weight }) => weight * x);
  return { whole: parts.reduce((sum, part) => sum + part, 0), parts };
}

/** Its logarithm is a sum, so that each part has its share of that sum. */
function geometricMean(used: Weighted): { whole: number; parts: number[] } {
  const logs = used.map(({ x, weight }) => weight * logOf(x));
  const log = logs.reduce((sum, part) => sum + part, 0);
  const whole = Math.exp(log);
  return { whole, parts: used.map(({ weight }, i) => whole * (log > 0 ? logs[i]! / log : weight)) };
}

/** Of a normalised component in a geometric mean. */
export function logOf(normalized: number): number {
  return Math.log(Math.max(GEOMETRIC_FLOOR, normalized));
}

function slope(
  aggregation: IndexAggregation,
  { worst, best }: IndexComponent,
  raw: number,
  weight: number,
  value: number,
): number {
  const scale = 100 / (best - worst);
  const x = (raw - worst) * scale;
  const lowest = aggregation === 'ARITHMETIC' ? 0 : GEOMETRIC_FLOOR;
  if (x < lowest || x > 100) return 0;
  return aggregation === 'ARITHMETIC' ? weight * scale : (value * weight * scale) / x;
}
