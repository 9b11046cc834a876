// What is computed for a journey when it is asked for: its map, with metrics by stage and touchpoint, and its paths.
import type { GraphQLResolveInfo } from 'graphql';
import { Args, ArgsType, Ctx, Field, FieldResolver, Float, Info, Int, Resolver, Root } from 'type-graphql';
import type { Context } from '../../src/base/context/context.ts';
import type { StageRule } from '../../src/derive/journeys/definition.ts';
import { readMap, type StageReport as Stage } from '../../src/derive/journeys/map.ts';
import { readPaths } from '../../src/derive/journeys/paths.ts';
import { stageRuleText } from '../../src/derive/journeys/rule-text.ts';
import type { TouchpointReport as Touchpoint } from '../../src/derive/journeys/touchpoints.ts';
import type { MetricName } from '../../src/derive/metrics/metric.ts';
import { STAGE_METRICS, wantedOf } from '../../src/serve/graph/journey-map-wanted.ts';
import { orNull } from '../common/describe.ts';
import { select } from '../common/selection.ts';
import { CxIndexValue } from '../cx-index/cx-index-report.ts';
import { pick } from '../finish.ts';
import { MetricValue } from '../metric/metric.ts';
import { Comparison, Metric } from '../metric/metric-enums.ts';
import { MetricFilter, PeriodInput } from '../metric/metric-inputs.ts';
import { Journey, JourneyStage } from './journey.ts';
import { JourneyMap, JourneyPath, StageReport, TouchpointReport } from './journey-map.ts';

@ArgsType()
class JourneyPathsArgs {
  @Field(() => PeriodInput, { description: 'Runs that began in this period.' })
  during!: PeriodInput;
  @Field(() => MetricFilter, {
    nullable: true,
    description: 'Which customers: by `segment`, `country`, `lifecycleStage`, `account`; others are refused.',
  })
  where?: MetricFilter | null;
  @Field(() => Int, { defaultValue: 20, description: 'How many paths at most, 1 to 100.' })
  first!: number;
}

@ArgsType()
class JourneyMapArgs {
  @Field(() => PeriodInput, { description: 'Over which period.' })
  during!: PeriodInput;
  @Field(() => MetricFilter, {
    nullable: true,
    description: 'Which customers: by `segment`, `country`, `lifecycleStage`, `account`; others are refused.',
  })
  where?: MetricFilter | null;
  @Field(() => Comparison, {
    nullable: true,
    description: 'Sets conversions beside those of another period; not OVERALL.',
  })
  compareTo?: keyof typeof Comparison | null;
  @Field(() => Float, {
    nullable: true,
    defaultValue: 0.95,
    description: 'Of all intervals and tests of the map, as a share from 0.5 to 0.999.',
  })
  confidence?: number | null;
}

@ArgsType()
class StageMetricsArgs {
  @Field(() => [Metric], {
    nullable: true,
    defaultValue: [...STAGE_METRICS],
    description: 'What to measure, in this order.',
  })
  of?: MetricName[] | null;
}

@ArgsType()
class StageIndexArgs {
  @Field(() => String, {
    nullable: true,
    defaultValue: 'default',
    description: 'Which CX index, in its newest version.',
  })
  key?: string | null;
}

@ArgsType()
class TouchpointsArgs {
  @Field(() => Int, { defaultValue: 50, description: 'How many at most, 1 to 1000.' })
  first!: number;
}

@Resolver(() => Journey)
export class JourneyFields {
  @FieldResolver(() => JourneyMap, orNull('How many came from stage to stage, how long they took, and how they felt.'))
  map(
    @Args(() => JourneyMapArgs) request: JourneyMapArgs,
    @Root() root: object,
    @Ctx() ctx: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return readMap(ctx, pick(root, {}, ctx, info) as number, request, wantedOf(select(info)));
  }

  @FieldResolver(
    () => [JourneyPath],
    orNull('The ways that customers took through it, as touchpoints in their order, most frequent first.'),
  )
  paths(
    @Args(() => JourneyPathsArgs) request: JourneyPathsArgs,
    @Root() root: object,
    @Ctx() ctx: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return readPaths(ctx, pick(root, {}, ctx, info) as number, request);
  }
}

@Resolver(() => JourneyStage)
export class JourneyStageFields {
  @FieldResolver()
  ruleText(@Root() root: { ruleText: StageRule }): string {
    return stageRuleText(root.ruleText);
  }
}

const valuesOf = ({ metrics }: Pick<Stage, 'metrics'>, of: readonly MetricName[] | null | undefined) =>
  (of ?? STAGE_METRICS).map(metric => metrics.get(metric)!);

@Resolver(() => StageReport)
export class StageReportFields {
  @FieldResolver(() => [MetricValue], {
    description:
      'Metrics of what happened in the period while customers were in the stage: the same as `metric` by JOURNEY_STAGE.',
  })
  metrics(@Args(() => StageMetricsArgs) { of }: StageMetricsArgs, @Root() root: Pick<Stage, 'metrics'>) {
    return valuesOf(root, of);
  }

  @FieldResolver(() => CxIndexValue, {
    nullable: true,
    description:
      'A CX index of the same: as `cxIndex` by JOURNEY_STAGE. Null when nothing of it was measured. An index has components in place of a `metric`, so that it is a CxIndexValue.',
  })
  index(@Args(() => StageIndexArgs) { key }: StageIndexArgs, @Root() root: Pick<Stage, 'index'>) {
    return root.index.get(key ?? 'default') ?? null;
  }
}

@Resolver(() => TouchpointReport)
export class TouchpointReportFields {
  @FieldResolver(() => [MetricValue], {
    description:
      'Metrics of answers and texts with this touchpoint and channel in this stage. Without data where the touchpoint is not named.',
  })
  metrics(@Args(() => StageMetricsArgs) { of }: StageMetricsArgs, @Root() root: Pick<Touchpoint, 'metrics'>) {
    return valuesOf(root, of);
  }
}

@Resolver(() => JourneyMap)
export class JourneyMapFields {
  @FieldResolver(() => [TouchpointReport], {
    description: 'What customers touched in the period, by stage, touchpoint and channel; most interactions first.',
  })
  touchpoints(
    @Args(() => TouchpointsArgs) { first }: TouchpointsArgs,
    @Root() root: { touchpoints: readonly Touchpoint[] },
  ) {
    return root.touchpoints.slice(0, first);
  }
}
