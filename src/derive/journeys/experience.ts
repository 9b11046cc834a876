// How customers felt in the stages of a journey: metrics and indices by stage, and by touchpoint within a stage.
import type { Context } from '../../base/context/context.ts';
import { definitionOf } from '../metrics/definitions.ts';
import type { Dimension } from '../metrics/dimensions.ts';
import type { IndexValue } from '../metrics/index/evaluate.ts';
import { readIndex } from '../metrics/index/read.ts';
import type { MetricName } from '../metrics/metric.ts';
import { daysPassed } from '../metrics/period.ts';
import { readMetric } from '../metrics/report.ts';
import type { ReportRequest } from '../metrics/request.ts';
import { type MetricValue, metricValue } from '../metrics/value.ts';
import type { MapLayout, WalkedJourney } from './map-request.ts';

/** A value for any place, nothing where nothing was measured. */
export type Experience<T> = (...place: readonly string[]) => T;

const nameOf = (place: readonly string[]) => JSON.stringify(place);

/** Places are keys of stages, then values of the dimensions in `also`. One report a metric. */
export async function readExperience(
  ctx: Context,
  journey: WalkedJourney,
  layout: MapLayout,
  metrics: readonly MetricName[],
  also: readonly Dimension[] = [],
  touchpoint?: readonly string[],
): Promise<Experience<ReadonlyMap<MetricName, MetricValue>>> {
  const days = daysPassed(layout.period, layout.now);
  const found = new Map<MetricName, Map<string, MetricValue>>();
  for (const metric of touchpoint?.length === 0 ? [] : metrics) {
    const request = {
      ...requestOf(journey, layout, also),
      where: { ...layout.where, journey: journey.key, touchpoint },
    };
    const { groups } = await readMetric(ctx, metric, request);
    found.set(metric, new Map(groups.map(({ by, total }) => [nameOf(placeOf(by)), total])));
  }
  const nothing = new Map(
    metrics.map(metric => [
      metric,
      metricValue(definitionOf(metric), undefined, { days, confidence: layout.confidence, reporting: ctx.reporting }),
    ]),
  );
  return (...place) =>
    new Map(metrics.map(metric => [metric, found.get(metric)?.get(nameOf(place)) ?? nothing.get(metric)!]));
}

/** One report an index; null where nothing of it was measured. */
export async function readStageIndices(
  ctx: Context,
  journey: WalkedJourney,
  layout: MapLayout,
  keys: readonly string[],
): Promise<Experience<ReadonlyMap<string, IndexValue>>> {
  const found = new Map<string, Map<string, IndexValue>>();
  for (const key of keys) {
    const { groups } = await readIndex(ctx, { ...requestOf(journey, layout, []), key });
    found.set(key, new Map(groups.map(({ by, total }) => [nameOf(placeOf(by)), total])));
  }
  return (...place) =>
    new Map(
      [...found].flatMap(([key, values]) => (values.has(nameOf(place)) ? [[key, values.get(nameOf(place))!]] : [])),
    );
}

function requestOf(journey: WalkedJourney, layout: MapLayout, also: readonly Dimension[]): ReportRequest {
  const { during, where, confidence } = layout;
  return { during, where: { ...where, journey: journey.key }, by: ['JOURNEY_STAGE', ...also], confidence };
}

/** The key of a stage has its journey's before it. */
function placeOf([stage, ...others]: readonly { readonly key: string }[]): string[] {
  return [stage!.key.slice(stage!.key.indexOf('/') + 1), ...others.map(({ key }) => key)];
}
