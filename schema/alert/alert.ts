// Alert rules, and the alerts that they raised.
import { Field, ObjectType } from 'type-graphql';
import { CalendarDate, DateTime, Json } from '../common/scalars.ts';
import { CxIndexValue } from '../cx-index/cx-index-report.ts';
import { MetricValue } from '../metric/metric.ts';
import { Granularity, Metric } from '../metric/metric-enums.ts';
import { Node } from '../node/node.ts';

@ObjectType('AlertRule', {
  implements: [Node],
  simpleResolvers: true,
  description:
    'Watches a metric or a CX index, bucket by bucket, and raises alerts. All rules are evaluated after each refresh that changed figures, and once an hour.',
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
  @Field(() => Granularity, {
    description:
      'The calendar buckets that it looks at, in UTC: the one that is going on as soon as that has enough to rely on, until then the last whole one. Counts, sums and metrics of customers (such as CASE_VOLUME, REVENUE or CHURN_RATE), and indices made of them, are evaluated by whole buckets only, because half a month has half of them.',
  })
  every!: keyof typeof Granularity;
  @Field(() => DateTime, { nullable: true, description: 'When it was last evaluated; null before the first time.' })
  evaluatedAt?: Date | null;
  @Field(() => String, {
    nullable: true,
    description: 'Why it could not be evaluated the last time, such as mixed scales; null when all is well.',
  })
  problem?: string | null;
}

@ObjectType('Alert', {
  implements: [Node],
  simpleResolvers: true,
  description:
    'A rule whose condition came true. It is open until the condition holds no more, or until the next bucket can be relied on: that one has an alert of its own, if it meets the condition too. A rule has one open alert at most.',
})
export class Alert extends Node {
  @Field(() => AlertRule, { description: 'The rule, as it is now.' })
  rule!: AlertRule;
  @Field(() => CalendarDate, { description: 'The first day of the bucket it is about.' })
  start!: string;
  @Field(() => CalendarDate, { description: 'The last day of that bucket; it may lie ahead.' })
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
    description: 'The value as it was when it opened; null for a rule on an index.',
  })
  value?: MetricValue | null;
  @Field(() => CxIndexValue, {
    nullable: true,
    description: 'The value of the index as it was when it opened; null for a rule on a metric.',
  })
  indexValue?: CxIndexValue | null;
  @Field(() => String, {
    description: 'What happened, with its figures, such as "CSAT fell to 61.2 % (n 134) in October 2026, below 70 %."',
  })
  message!: string;
}
