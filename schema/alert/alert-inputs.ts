// What an alert rule is given, and which alerts are asked for.
import { ArgsType, Field, Float, InputType, Int } from 'type-graphql';
import { Duration } from '../common/scalars.ts';
import { Dimension, Granularity, Metric } from '../metric/metric-enums.ts';
import { MetricFilter } from '../metric/metric-inputs.ts';

@InputType('AlertCondition', {
  description:
    'When a rule raises an alert. A value that is withheld or not reliable never does, nor does a comparison with such a value.',
})
export class AlertCondition {
  @Field(() => Float, { nullable: true, description: "The value is lower than this, in the metric's unit." })
  below?: number | null;
  @Field(() => Float, { nullable: true, description: "The value is higher than this, in the metric's unit." })
  above?: number | null;
  @Field(() => Float, {
    nullable: true,
    description:
      "The value is lower than that of the bucket before by at least this much, in the metric's unit; above 0.",
  })
  dropsBy?: number | null;
  @Field(() => Boolean, {
    nullable: true,
    description:
      'True: the value differs from that of the bucket before, two-sided, at the `level` of the rule; the message says in which direction. The test may be looked at as often as one likes.',
  })
  significantChange?: boolean | null;
  @Field(() => Duration, {
    nullable: true,
    description:
      'Nothing that the metric counts has come for this long, such as P3D; an hour to 90 days, in weeks, days, hours, minutes and seconds. The message says whether nothing came, or whether a source has not been read since, so that it cannot be told. Closed when something comes again. Only for metrics of answers, texts, invitations, cases, conversations, purchases and referrals; not for an index.',
  })
  silence?: string | null;
}

@InputType('SaveAlertRuleInput', { description: 'A rule: what it watches, how often, and when it raises an alert.' })
export class SaveAlertRuleInput {
  @Field(() => String, {
    description:
      'Its name in mutations: small letters, digits and dashes. Saved again, the same key updates the same rule.',
  })
  key!: string;
  @Field(() => String, { description: 'Its name for people.' })
  name!: string;
  @Field(() => Metric, { nullable: true, description: 'The metric to watch. Give this or `index`.' })
  metric?: keyof typeof Metric | null;
  @Field(() => String, { nullable: true, description: 'The key of the CX index to watch. Give this or `metric`.' })
  index?: string | null;
  @Field(() => MetricFilter, { nullable: true, description: 'What is counted; everything without.' })
  where?: MetricFilter | null;
  @Field(() => [Dimension], {
    nullable: true,
    description:
      'Watches each group by itself, and not the whole: by at most 2 dimensions, and the 200 largest groups. Each has alerts of its own. Groups that tell of too few people are never named. The whole is watched by a rule without it.',
  })
  by?: (keyof typeof Dimension)[] | null;
  @Field(() => Granularity, {
    nullable: true,
    description:
      'The calendar buckets to look at, in UTC: the one that is going on as soon as that has enough to rely on, until then the last whole one. Needed, except with `silence`, which has none.',
  })
  every?: keyof typeof Granularity | null;
  @Field(() => AlertCondition, { description: 'When to raise an alert.' })
  when!: AlertCondition;
  @Field(() => Float, {
    nullable: true,
    description:
      'How often the rule may be wrong: of the buckets in which nothing changed (of the limit: in which it is not passed), at most this share raises an alert, however often they are looked at; 0.0001 to 0.2. Of `significantChange` 0.05 when left out. Of `below`, `above` and `dropsBy`: left out, the value alone decides, by chance too; given, the value must pass the limit so surely that the rule holds this level. With `by` it is of all groups together: each may use its part (Bonferroni).',
  })
  level?: number | null;
}

@ArgsType()
export class AlertsArgs {
  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: 'True gives open alerts, false closed ones, null both.',
  })
  open?: boolean | null;
  @Field(() => String, { nullable: true, description: 'Only those of the rule with this key.' })
  rule?: string | null;
  @Field(() => Int, { defaultValue: 100, description: 'How many at most, up to 1000.' })
  first!: number;
}
