// Alert rules, and the alerts that they raised.
import { Field, Float, ObjectType } from 'type-graphql';
import { CalendarDate, DateTime, Json } from '../common/scalars.ts';
import { CxIndexValue } from '../cx-index/cx-index-report.ts';
import { DimensionValue, MetricValue } from '../metric/metric.ts';
import { Dimension, Granularity, Metric } from '../metric/metric-enums.ts';
import { Node } from '../node/node.ts';

@ObjectType('AlertRule', {
  implements: [Node],
  simpleResolvers: true,
  description:
    'Watches a metric or a CX index, bucket by bucket, and raises alerts, or hears when nothing comes any more. All rules are evaluated after each refresh that changed figures, and once an hour.',
})
export class AlertRule extends Node {
  @Field(() => String, { description: 'Its name in mutations.' })
  key!: string;
  @Field(() => String, { description: 'Its name for people.' })
  name!: string;
  @Field(() => Metric, { nullable: true, description: 'The metric it watches; null when it watches an index.' })
  metric?: keyof typeof Metric | null;
  @Field(() => String, {
    nullable: true,
    description: 'The key of the CX index it watches, in its newest version; null when it watches a metric.',
  })
  index?: string | null;
  @Field(() => Json, { nullable: true, description: 'What is counted, as a MetricFilter; null for everything.' })
  where?: unknown;
  @Field(() => Json, { description: 'When it raises an alert, as an AlertCondition, such as {"below": 70}.' })
  condition!: unknown;
  @Field(() => [Dimension], {
    description:
      'What it watches group by group, each with alerts of its own; empty for the whole. The 200 largest groups are watched. Where they are tested, they are the largest of those that were reliable in the bucket before, and each may use its part of the level (Bonferroni).',
  })
  by!: (keyof typeof Dimension)[];
  @Field(() => Granularity, {
    nullable: true,
    description:
      'The calendar buckets that it looks at, in UTC: the one that is going on as soon as that has enough to rely on, until then the last whole one. Counts, sums and metrics of customers (such as CASE_VOLUME, REVENUE or CHURN_RATE), and indices made of them, are looked at by whole buckets only, because half a month has half of them: once every source with a schedule has been read past their end, and against a bucket before that the data do not begin in. Tests and `dropsBy` look at first response times a day after the end of a bucket, and at response, first-contact resolution and reopen rates 7 days after it, because the last of it must have its time too. Null for a rule that watches for silence, which has no buckets.',
  })
  every?: keyof typeof Granularity | null;
  @Field(() => Float, {
    nullable: true,
    description:
      'The share of the buckets without change in which it may raise an alert, over all looks at each of them together, and over all groups; 0 to 1. Half of it is for a bucket that is going on, by a mixture sequential test (always-valid p-values: Robbins 1970; Johari, Koomen, Pekelis & Walsh 2022) of the difference, or the distance to the limit, and its standard error; half for the bucket once it is over, by a test for a fixed sample. What is looked at in whole buckets only has all of it for the latter. The p-values in messages are corrected for this, and for the groups. Null where the value alone decides, which has no level.',
  })
  level?: number | null;
  @Field(() => DateTime, { nullable: true, description: 'When it was last evaluated; null before the first time.' })
  evaluatedAt?: Date | null;
  @Field(() => String, {
    nullable: true,
    description:
      'Why it could not be evaluated the last time, such as mixed scales, or which source it waits for; null when all is well.',
  })
  problem?: string | null;
}

@ObjectType('Alert', {
  implements: [Node],
  simpleResolvers: true,
  description:
    'A rule whose condition came true. It is open until the condition holds no more, or until the next bucket can be relied on: that one has an alert of its own, if it meets the condition too. A rule has one open alert at most, and with `by` one for each group.',
})
export class Alert extends Node {
  @Field(() => AlertRule, { description: 'The rule, as it is now.' })
  rule!: AlertRule;
  @Field(() => [DimensionValue], { description: 'The group it is about; empty for the whole.' })
  by!: readonly DimensionValue[];
  @Field(() => CalendarDate, {
    description: 'The first day of the bucket it is about; of a silence, the day on which the last came.',
  })
  start!: string;
  @Field(() => CalendarDate, {
    description: 'The last day of that bucket; it may lie ahead. Of a silence, the day on which the alert opened.',
  })
  end!: string;
  @Field(() => DateTime, { description: 'When it opened.' })
  openedAt!: Date;
  @Field(() => DateTime, {
    nullable: true,
    description:
      'When it closed; null while it is open. If its condition comes true again in the same bucket, the same alert is open again.',
  })
  closedAt?: Date | null;
  @Field(() => MetricValue, {
    nullable: true,
    description: 'The value as it was when it opened; null for a rule on an index, and for a silence.',
  })
  value?: MetricValue | null;
  @Field(() => CxIndexValue, {
    nullable: true,
    description: 'The value of the index as it was when it opened; null for a rule on a metric.',
  })
  indexValue?: CxIndexValue | null;
  @Field(() => String, {
    description:
      'What happened: what was counted, against what, since when and how surely, such as "CSAT fell to 61.2 % (n 134) in October 2026, below 70 %."',
  })
  message!: string;
}
