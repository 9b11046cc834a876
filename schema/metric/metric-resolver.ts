// Queries about metrics.
import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Info, Query, Resolver } from 'type-graphql';
import type { Context } from '../../src/base/context/context.ts';
import { DEFINITIONS } from '../../src/derive/metrics/definitions.ts';
import { readMetric } from '../../src/derive/metrics/report.ts';
import { readMetrics } from '../../src/derive/metrics/reports.ts';
import { orNull } from '../common/describe.ts';
import { asksFor } from '../common/selection.ts';
import { MetricDefinition, MetricReport } from './metric.ts';
import { MetricArgs, MetricsArgs } from './metric-inputs.ts';

/** They are tested only when somebody looks at them: each test makes all others more careful. */
export const POINT_COMPARISONS = ['groups', 'points', 'comparison'];

@Resolver()
export class MetricResolver {
  @Query(() => [MetricDefinition], {
    description: 'The dictionary: every metric with its formula, unit, range and sources.',
  })
  metricDefinitions(): readonly MetricDefinition[] {
    return DEFINITIONS;
  }

  @Query(() => MetricReport, orNull('A metric over a period, by group and point, with intervals and comparisons.'))
  metric(
    @Args(() => MetricArgs) { metric, ...request }: MetricArgs,
    @Ctx() ctx: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<MetricReport> {
    return readMetric(ctx, metric, { ...request, comparePoints: asksFor(info, POINT_COMPARISONS) });
  }

  @Query(
    () => [MetricReport],
    orNull(
      'Several metrics over one period, in the order of `of`: each as `metric` gives it, all as of one moment. What one of them cannot be asked is an error that names it. p-values are corrected within each.',
    ),
  )
  metrics(
    @Args(() => MetricsArgs) { of, ...request }: MetricsArgs,
    @Ctx() ctx: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<MetricReport[]> {
    return readMetrics(ctx, of, { ...request, comparePoints: asksFor(info, POINT_COMPARISONS) });
  }
}
