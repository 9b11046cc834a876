// What an alert rule is given, and which alerts are asked for.
import { ArgsType, Field, Float, InputType, Int } from 'type-graphql';
import { Granularity, Metric } from '../metric/metric-enums.ts';
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
      'True: the value differs from that of the bucket before with p < 0.05, two-sided; the message says in which direction. A bucket that is going on is tested again and again as data come in, so that over its whole length false alarms are more frequent than one in twenty.',
  })
  significantChange?: boolean | null;
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
  @Field(() => Granularity, {
    description:
      'The calendar buckets to look at, in UTC: the one that is going on as soon as that has enough to rely on, until then the last whole one.',
  })
  every!: keyof typeof Granularity;
  @Field(() => AlertCondition, { description: 'When to raise an alert.' })
  when!: AlertCondition;
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
