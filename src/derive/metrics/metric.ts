// Pure: what a metric is: the facts it needs, a pure function from their state to a value, and words that explain it.
import type { Kind } from './kinds.ts';
import { EMPTY, type State } from './state.ts';

export const METRICS = [
  'NPS',
  'CSAT',
  'CSAT_MEAN',
  'CES',
  'CES_MEAN',
  'EXPERIENCE_RATING',
  'EFFECTIVENESS',
  'EASE',
  'EMOTION',
  'QUALITY',
  'EXPECTATIONS_MEAN',
  'IDEAL_MEAN',
  'EMPLOYEE_ENGAGEMENT',
  'SENTIMENT',
  'RESPONSE_RATE',
  'FIRST_RESPONSE_TIME',
  'RESOLUTION_TIME',
  'HANDLE_TIME',
  'FIRST_CONTACT_RESOLUTION',
  'REOPEN_RATE',
  'CASE_VOLUME',
  'CUSTOMER_COUNT',
  'CHURN_RATE',
  'RETENTION_RATE',
  'REPEAT_PURCHASE_RATE',
  'PURCHASE_FREQUENCY',
  'AVERAGE_ORDER_VALUE',
  'REVENUE',
  'CUSTOMER_LIFETIME_VALUE',
  'REFERRAL_RATE',
  'CUSTOMER_ACQUISITION_COST',
  'MARKET_SHARE',
] as const;
export type MetricName = (typeof METRICS)[number];

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
  readonly p90?: number | null;
  /** By score, ascending. */
  readonly distribution?: readonly { readonly score: number; readonly count: number }[] | null;
}

/** The states of one cell. `days` is the length of its period, for rates per time. */
export interface States {
  get(kind: Kind): State;
  readonly days: number;
}

export interface MetricDefinition {
  readonly metric: MetricName;
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
  /** What `metricRows` gives: the kind whose facts are the rows. */
  readonly rows: Kind;
  /** Values of which must be of one unit, and what that unit is; absent where units may mix. */
  readonly oneUnit?: 'scale' | 'currency';
  /** `confidence` is a share, such as 0.95. Pure. */
  evaluate(states: States, confidence: number): Evaluation;
  /** Two-sided p-value of the difference between two independent states; null when it cannot be told. Pure. */
  compare(a: States, b: States): number | null;
}

/** Gives the definition back: the place where the compiler checks it. */
export function defineMetric(definition: MetricDefinition): MetricDefinition {
  return definition;
}

export function statesOf(states: ReadonlyMap<Kind, State>, days: number): States {
  return { get: kind => states.get(kind) ?? EMPTY, days };
}
