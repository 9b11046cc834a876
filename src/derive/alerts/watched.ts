// What a rule can watch: a metric or a CX index, read alike.
import type { Context } from '../../base/context/context.ts';
import type { Dimension } from '../metrics/dimensions.ts';
import type { MetricFilter } from '../metrics/filter.ts';
import type { Range } from '../metrics/index/ends.ts';
import type { Kind } from '../metrics/kinds.ts';
import type { DimensionValue } from '../metrics/labels.ts';
import type { MetricName } from '../metrics/metric.ts';
import type { CalendarBucket } from './buckets.ts';
import type { Reading } from './judge.ts';
import { watchIndex } from './watched-index.ts';
import { watchMetric } from './watched-metric.ts';
import type { Unit } from './words.ts';

/** Exactly one of `metric` and `index` is given. */
export interface Subject {
  readonly metric: MetricName | null;
  /** Key of a definition; its newest version is watched. */
  readonly index: string | null;
  readonly where: MetricFilter | null;
  /** Empty where only the whole is watched. */
  readonly by: readonly Dimension[];
}

export interface WatchedReading extends Reading {
  /** Empty for the whole. */
  readonly by: readonly DimensionValue[];
  readonly unit: Unit;
  /** The whole value, as reports show it. */
  readonly value: object;
}

export interface Watched {
  /** Its name in sentences, with what it is narrowed to. */
  readonly label: string;
  readonly range: Range;
  /** Of a metric: what it counts. Of an index: what all its components do. */
  readonly kinds: readonly Kind[];
  /** True when part of a bucket cannot be set beside a whole one: counts and sums that still grow. */
  readonly needsWhole: boolean;
  /**
   * The figures of a bucket beside the one before, by group, largest first. A report corrects for all its groups, also for
   * those that are not tested: its p-value is taken of groups where it alone knows how, of sums over days. @throws UserError such as MIXED_SCALES
   */
  read(bucket: CalendarBucket): Promise<WatchedReading[]>;
}

/** @throws UserError NOT_FOUND when there is no such index */
export function watch(ctx: Context, subject: Subject): Promise<Watched> {
  const { metric } = subject;
  return metric === null
    ? watchIndex(ctx, subject.index!, subject)
    : Promise.resolve(watchMetric(ctx, metric, subject));
}
