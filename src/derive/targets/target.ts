// Pure: a target as it is kept and shown.
import type { MetricFilter } from '../metrics/filter.ts';
import type { IndexValue } from '../metrics/index/evaluate.ts';
import type { MetricName } from '../metrics/metric.ts';
import type { PeriodInput } from '../metrics/period.ts';
import type { MetricValue } from '../metrics/value.ts';
import type { Verdict } from './judge.ts';

/** Exactly one of `metric` and `index` is given. */
export interface Target {
  readonly key: string;
  readonly metric: MetricName | null;
  /** Key of a definition; its newest version counts. */
  readonly index: string | null;
  readonly compared: 'VALUE' | 'MEDIAN';
  /** In the unit of the metric. */
  readonly value: number;
  readonly higherIsBetter: boolean;
  readonly where: MetricFilter | null;
  readonly during: PeriodInput;
}

export interface Reading extends Verdict {
  /** Null where it cannot be read: `because` says why. */
  readonly asOf: Date | null;
  readonly figure: MetricValue | null;
  readonly indexFigure: IndexValue | null;
}

export type ReadTarget = Target & Reading;
