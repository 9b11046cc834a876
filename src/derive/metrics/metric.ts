// Pure: what a metric is: the facts it needs, a pure function from their state to a value, and words that explain it.
import type { DEFINITIONS } from './definitions.ts';
import type { FactKind, Kind } from './kinds.ts';
import type { Measure } from './measure.ts';
import { EMPTY, type State } from './state.ts';
import type { Term } from './terms.ts';

/** The names of all metrics, in the order of the dictionary. */
export type MetricName = (typeof DEFINITIONS)[number]['metric'];

export type MetricUnit = 'POINTS' | 'PERCENT' | 'SECONDS' | 'COUNT' | 'CURRENCY' | 'RATIO' | 'SCORE';

export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** What a state says, in the metric's own unit (PERCENT: 0 to 100). */
export interface Evaluation {
  /** Null when there is nothing to measure: never 0 for want of data. */
  readonly value: number | null;
  /** Answers, cases, customers: what the value is made of. */
  readonly n: number;
  readonly interval: Bounds | null;
  /** Squared standard error of the value, for comparisons and for the index; null where it is not known. */
  readonly variance: number | null;
  readonly median?: number | null;
  readonly medianInterval?: Bounds | null;
  /** Squared standard error of the median. */
  readonly medianVariance?: number | null;
  readonly p90?: number | null;
  /** By score, ascending. */
  readonly distribution?: readonly { readonly score: number; readonly count: number }[] | null;
}

/** The states of one cell. `days` is the length of its period, for rates per time. */
export interface States {
  get(kind: Kind): State;
  readonly days: number;
}

/** What a metric is a share of where not every source tells. */
export interface Told {
  /** Facts of this kind are what is told; those of `UNTOLD_…` what is not. */
  readonly kind: FactKind;
  /** Which of them, where not all. */
  readonly counts?: 'positive';
  /** Both together, in words. */
  readonly of: string;
  /** Nothing of it is measured before somebody sets it up: then no source is to blame. */
  readonly isOptional?: boolean;
  /** What is to be said of those that are not told, behind their number. */
  readonly missing: string;
  /** Nothing of this is a source's fault. */
  readonly isOurs?: true;
}

export interface MetricDefinition<Name extends string = MetricName> {
  readonly metric: Name;
  readonly name: string;
  readonly description: string;
  /** In symbols and words, complete. */
  readonly formula: string;
  readonly unit: MetricUnit;
  readonly min: number | null;
  readonly max: number | null;
  readonly higherIsBetter: boolean;
  /** How the interval is computed, and how two values are compared. */
  readonly interval: string;
  readonly references: readonly string[];
  readonly kinds: readonly Kind[];
  /** Absent where every source tells all that there is to measure, as of answers and of who bought. */
  readonly told?: Told;
  /** What `metricRows` gives: the kinds whose facts are the rows. */
  readonly rows: readonly Kind[];
  /** Of the kind that counts customers at the end: only the new ones are rows. */
  readonly onlyNew?: true;
  /** Values of which must be of one unit, and what that unit is; absent where units may mix. */
  readonly oneUnit?: 'scale' | 'currency';
  /** What two values are compared by, where that is not the value itself: where the median stands first, means are not tested. */
  readonly compares?: 'MEDIAN';
  /** A sum over what happens: half a period has about half of it. Absent for shares, means and counts of a moment. */
  readonly growsWithTime?: true;
  /**
   * For an index, which takes the metric apart by customer; absent where that cannot be, as of customers, days and sums:
   * these enter with an error of their own.
   */
  readonly terms?: readonly Term[];
  /** For drivers; absent where a single customer has no value, or another metric stands for the same facts. */
  readonly measure?: Measure;
  /** `confidence` is a share, such as 0.95. Pure. */
  evaluate(states: States, confidence: number): Evaluation;
  /** Two-sided p-value of the difference between two independent states; null when it cannot be told. Pure. */
  compare(a: States, b: States): number | null;
}

/** Gives the definition back: the place where the compiler checks it. */
export function defineMetric<const Name extends string>(definition: MetricDefinition<Name>): MetricDefinition<Name> {
  return definition;
}

export function statesOf(states: ReadonlyMap<Kind, State>, days: number): States {
  return { get: kind => states.get(kind) ?? EMPTY, days };
}
