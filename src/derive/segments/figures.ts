// What is worked out for segments, for those that one request asks for together: statements do not grow with segments.
import { setImmediate } from 'node:timers/promises';
import type { Context } from '../../base/context/context.ts';
import { notFound } from '../../base/errors.ts';
import type { Granularity } from '../../base/time/calendar.ts';
import type { MetricName } from '../metrics/metric.ts';
import type { PeriodInput } from '../metrics/period.ts';
import type { MetricValue } from '../metrics/value.ts';
import { explainSegments, type RuleExplanation } from './explain.ts';
import { type Growth, readGrowths } from './growth.ts';
import { readSegmentMetrics, type SegmentName } from './segment-metrics.ts';

/** @throws UserError BAD_USER_INPUT */
export function growthOf(
  ctx: Context,
  segment: SegmentName,
  during: PeriodInput,
  every: Granularity,
): Promise<readonly Growth[]> {
  const name = JSON.stringify(['growth', during, every]);
  return together(ctx, name, segment, segments => readGrowths(ctx, idsOf(segments), during, every));
}

/** By the customer's global id. @throws UserError NOT_FOUND */
export async function explanationOf(ctx: Context, segment: SegmentName, customer: string): Promise<RuleExplanation> {
  const name = JSON.stringify(['explain', customer]);
  const found = await together<RuleExplanation | undefined>(ctx, name, segment, segments =>
    explainSegments(ctx, idsOf(segments), customer),
  );
  if (!found) throw notFound('segment', segment.key);
  return found;
}

/** @throws UserError BAD_USER_INPUT, MIXED_SCALES, MIXED_CURRENCIES */
export async function metricOf(
  ctx: Context,
  segment: SegmentName,
  metric: MetricName,
  during: PeriodInput,
): Promise<MetricValue> {
  const name = JSON.stringify(['metric', metric, during]);
  const value = await together(ctx, name, segment, segments => readSegmentMetrics(ctx, segments, metric, during));
  return value();
}

const idsOf = (segments: readonly SegmentName[]): number[] => segments.map(({ id }) => id);

/** By row id. */
type BySegment<T> = ReadonlyMap<number, T>;

interface Batch {
  readonly segments: Map<number, SegmentName>;
  readonly values: Promise<BySegment<unknown>>;
}
/** By request, which has one context, then by what is read: those that still gather segments. */
const gathering = new WeakMap<Context, Map<string, Batch>>();

/** Fields of one list are resolved in one go; what they ask for is read after that. */
async function together<T>(
  ctx: Context,
  name: string,
  segment: SegmentName,
  read: (segments: readonly SegmentName[]) => Promise<BySegment<T>>,
): Promise<T> {
  const batches = gathering.get(ctx) ?? new Map<string, Batch>();
  gathering.set(ctx, batches);
  let batch = batches.get(name);
  if (!batch) {
    const segments = new Map<number, SegmentName>();
    const values = setImmediate().then(() => {
      batches.delete(name);
      return read([...segments.values()]);
    });
    batch = { segments, values };
    batches.set(name, batch);
  }
  batch.segments.set(segment.id, segment);
  return (await batch.values).get(segment.id) as T;
}
