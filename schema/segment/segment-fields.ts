// What is computed for a segment when it is asked for: its rule in words, growth, metrics, explanations.
import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, Info, Resolver, Root } from 'type-graphql';
import type { Context } from '../../src/base/context/context.ts';
import { ruleText } from '../../src/derive/rules/rule-text.ts';
import { explanationOf, growthOf, metricOf } from '../../src/derive/segments/figures.ts';
import type { SegmentName } from '../../src/derive/segments/segment-metrics.ts';
import type { RuleWords } from '../../src/serve/graph/segment.read.ts';
import { orNull } from '../common/describe.ts';
import { pick } from '../finish.ts';
import { MetricValue } from '../metric/metric.ts';
import { Granularity, Metric } from '../metric/metric-enums.ts';
import { PeriodInput } from '../metric/metric-inputs.ts';
import { RuleExplanation, Segment, SegmentGrowth } from './segment.ts';

@ArgsType()
class GrowthArgs {
  @Field(() => PeriodInput, { description: 'Over which period.' })
  during!: PeriodInput;
  @Field(() => Granularity, { description: 'The length of each bucket.' })
  every!: keyof typeof Granularity;
}

@ArgsType()
class SegmentMetricArgs {
  @Field(() => Metric, { description: 'What to measure.' })
  metric!: keyof typeof Metric;
  @Field(() => PeriodInput, { description: 'Over which period.' })
  during!: PeriodInput;
}

@Resolver(() => Segment)
export class SegmentFields {
  @FieldResolver()
  ruleText(@Root() root: { ruleText: RuleWords }): string {
    const { rule, segments, journeys } = root.ruleText;
    const map = (names: RuleWords['segments']) => new Map(Object.entries(names ?? {}));
    return ruleText(rule, { segments: map(segments), journeys: map(journeys) });
  }

  @FieldResolver(
    () => [SegmentGrowth],
    orNull(
      'How many entered and left in each calendar bucket, and how many were in it at its end. Kept since the segment was first saved; buckets that have not begun are left out.',
    ),
  )
  growth(
    @Args(() => GrowthArgs) { during, every }: GrowthArgs,
    @Root() root: object,
    @Ctx() ctx: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<readonly SegmentGrowth[]> {
    return growthOf(ctx, nameOf(root, ctx, info), during, every);
  }

  @FieldResolver(
    () => MetricValue,
    orNull(
      'A metric of those who are in it now, over a period: the same as `metric` with `where: {segment: …}`. That one also has points and comparisons.',
    ),
  )
  metric(
    @Args(() => SegmentMetricArgs) { metric, during }: SegmentMetricArgs,
    @Root() root: object,
    @Ctx() ctx: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<MetricValue> {
    return metricOf(ctx, nameOf(root, ctx, info), metric, during);
  }

  @FieldResolver(
    () => RuleExplanation,
    orNull(
      'Why a customer is in it or not: which conditions of its rule hold for them at this moment, and which do not.',
    ),
  )
  explain(
    @Arg('customer', () => ID, { description: 'The id of the customer. An id of before a merge still finds them.' })
    customer: string,
    @Root() root: object,
    @Ctx() ctx: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<RuleExplanation> {
    return explanationOf(ctx, nameOf(root, ctx, info), customer) as Promise<RuleExplanation>;
  }
}

/** The reader leaves it where the field's value would be. */
function nameOf(root: object, ctx: Context, info: GraphQLResolveInfo): SegmentName {
  return pick(root, {}, ctx, info) as SegmentName;
}
