// What a rule can watch: a metric or a CX index, read alike.
import type { Context } from '../../base/context/context.ts';
import type { MetricFilter } from '../metrics/filter.ts';
import type { Range } from '../metrics/index/ends.ts';
import type { MetricName } from '../metrics/metric.ts';
import type { CalendarBucket } from './buckets.ts';
import type { Reading } from './condition.ts';
import { watchIndex } from './watched-index.ts';
import { watchMetric } from './watched-metric.ts';
import type { Unit } from './words.ts';

/** Exactly one of `metric` and `index` is given. */
export interface Subject {
  readonly metric: MetricName | null;
  /** Key of a definition; its newest version is watched. */
  readonly index: string | null;
  readonly where: MetricFilter | null;
}

export interface WatchedReading extends Reading {
  readonly unit: Unit;
  /** The whole value, as reports show it. */
  readonly value: object;
}

export interface Watched {
  /** Its name in sentences, with what it is narrowed to. */
  readonly label: string;
  readonly range: Range;
  /** True when part of a bucket cannot be set beside a whole one: counts and sums that still grow. */
  readonly needsWhole: boolean;
  /** The figure of a bucket beside the one before. @throws UserError such as MIXED_SCALES */
  read(bucket: CalendarBucket): Promise<WatchedReading>;
}

/** @throws UserError NOT_FOUND when there is no such index */
export function watch(ctx: Context, { metric, index, where }: Subject): Promise<Watched> {
  return metric === null ? watchIndex(ctx, index!, where) : Promise.resolve(watchMetric(ctx, metric, where));
}
