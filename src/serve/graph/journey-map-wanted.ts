// Pure: what a query asks of a journey's map, so that nothing else is read.
import type { MapWanted } from '../../derive/journeys/map.ts';
import type { MetricName } from '../../derive/metrics/metric.ts';
import { childrenOf, type Selected } from './selection.ts';

export const STAGE_METRICS: readonly MetricName[] = ['NPS', 'CSAT', 'CES', 'SENTIMENT'];

/** Under all aliases together. */
export function wantedOf(map: Selected): MapWanted {
  const named = (parents: readonly Selected[], name: string) =>
    parents.flatMap(childrenOf).filter(field => field.name === name);
  const metricsOf = (parents: readonly Selected[]) => [
    ...new Set(named(parents, 'metrics').flatMap(field => (field.args.of ?? STAGE_METRICS) as readonly MetricName[])),
  ];
  const stages = named([map], 'stages');
  const touchpoints = named([map], 'touchpoints');
  return {
    stageMetrics: metricsOf(stages),
    stageIndices: [...new Set(named(stages, 'index').map(field => String(field.args.key ?? 'default')))],
    touchpoints: touchpoints.map(field => Number(field.args.first)),
    touchpointMetrics: metricsOf(touchpoints),
    flows: named([map], 'flows').length > 0,
  };
}
