// CX indices as they are shown: a value with its components, points, groups and comparisons.
import { ArgsType, Field, Float, Int, ObjectType } from 'type-graphql';
import { CalendarDate, DateTime } from '../common/scalars.ts';
import { DimensionValue, Interval, MetricValue } from '../metric/metric.ts';
import { Metric } from '../metric/metric-enums.ts';
import { ReportArgs } from '../metric/metric-inputs.ts';
import { CxIndexDefinition } from './cx-index-definition.ts';

@ObjectType('IndexComponentValue', { simpleResolvers: true, description: 'What one component of an index adds to it.' })
export class IndexComponentValue {
  @Field(() => Metric, { description: 'What was measured.' })
  metric!: keyof typeof Metric;
  @Field(() => MetricValue, {
    description: 'Its value as `metric` gives it, under the filters of report and component.',
  })
  raw!: MetricValue;
  @Field(() => Float, {
    nullable: true,
    description: "The value brought to 0 to 100 by the definition's `worst` and `best`; null without data.",
  })
  normalized?: number | null;
  @Field(() => Float, {
    description: 'Its share of the weight of all components that had data, 0 to 1; 0 when it had none itself.',
  })
  weight!: number;
  @Field(() => Float, {
    nullable: true,
    description:
      'Points of the index that come from it; the contributions add up to the value, exactly. Arithmetic: weight · normalized. Geometric: the value, shared out by weight · ln(normalized). Null without data.',
  })
  contribution?: number | null;
}

@ObjectType('CxIndexValue', {
  simpleResolvers: true,
  description:
    'The value of an index, with what it is made of. Components without data, or with too few customers to be shown, are left out: the weights of the others are scaled up, and `coverage` tells how much is left.',
})
export class CxIndexValue {
  @Field(() => Float, {
    nullable: true,
    description: '0 to 100, exactly the sum of the contributions. Null when less than half of the weight had data.',
  })
  value?: number | null;
  @Field(() => Int, { description: 'The smallest n among the components that had data.' })
  n!: number;
  @Field(() => Interval, {
    nullable: true,
    description:
      'Where the true value lies, put together from the intervals of the components and clustered by customer: components share respondents, and one customer may answer several times. An index of one metric has that metric’s interval. `IndexComparison.method` tells more.',
  })
  interval?: Interval | null;
  @Field(() => Float, { description: 'Share of the weight that had data, 0 to 1.' })
  coverage!: number;
  @Field(() => [IndexComponentValue], { description: "Its components, in the definition's order." })
  components!: readonly IndexComponentValue[];
  @Field(() => Boolean, {
    description:
      'True when there is no value because components tell about fewer customers than the privacy floor allows.',
  })
  suppressed!: boolean;
  @Field(() => Boolean, { description: 'True when every component that had data has enough to rely on.' })
  reliable!: boolean;
}

@ObjectType('ContributionChange', { simpleResolvers: true, description: 'How far one component moved an index.' })
export class ContributionChange {
  @Field(() => Metric, { description: 'What was measured.' })
  metric!: keyof typeof Metric;
  @Field(() => Float, {
    nullable: true,
    description:
      'Points of the difference that come from it. A component without data on one side stands there as that side’s index, as scaled-up weights imply. Null when it had data on neither side.',
  })
  change?: number | null;
}

@ObjectType('IndexComparison', {
  simpleResolvers: true,
  description:
    'The total beside its baseline, or a point beside the one before it. The contributions add up to the difference, exactly.',
})
export class IndexComparison {
  @Field(() => CxIndexValue, { description: 'What it is compared with.' })
  baseline!: CxIndexValue;
  @Field(() => Float, { nullable: true, description: 'The total less the baseline, in points.' })
  difference?: number | null;
  @Field(() => Float, {
    nullable: true,
    description:
      'Chance of a difference at least as large if there were none (two-sided), with customers of both sides taken as the same people; corrected for everything that the report tests (Holm).',
  })
  pValue?: number | null;
  @Field(() => Boolean, {
    nullable: true,
    description:
      'True when the p-value is below 1 - confidence. Null where nothing was tested, and where either side is not reliable.',
  })
  significant?: boolean | null;
  @Field(() => String, {
    nullable: true,
    description: 'Why there is no p-value, such as a period that is not over; null where there is one.',
  })
  notTested?: string | null;
  @Field(() => [ContributionChange], { description: "What moved it, in the order of the definition's components." })
  contributions!: readonly ContributionChange[];
  @Field(() => String, { description: 'How interval and test are computed, and what was corrected for.' })
  method!: string;
}

@ObjectType('CxIndexPoint', { simpleResolvers: true, description: 'The index of one stretch of the period.' })
export class CxIndexPoint {
  @Field(() => CalendarDate, { description: 'Its first day.' })
  start!: string;
  @Field(() => CalendarDate, { description: 'Its last day.' })
  end!: string;
  @Field(() => Boolean, {
    description: 'False when it is not over, or cut off at an end of the period; it is not tested against others then.',
  })
  complete!: boolean;
  @Field(() => CxIndexValue, { description: 'The index.' })
  value!: CxIndexValue;
  @Field(() => IndexComparison, {
    nullable: true,
    description:
      'Beside the point before it; null for the first. Asking for it makes it part of what p-values are corrected for.',
  })
  comparison?: IndexComparison | null;
}

@ObjectType('CxIndexGroup', { simpleResolvers: true, description: 'Everything about one group.' })
export class CxIndexGroup {
  @Field(() => [DimensionValue], { description: 'Which group it is; empty when not grouped.' })
  by!: readonly DimensionValue[];
  @Field(() => CxIndexValue, { description: 'Over the whole period.' })
  total!: CxIndexValue;
  @Field(() => IndexComparison, { nullable: true, description: 'The total beside its baseline, with `compareTo`.' })
  comparison?: IndexComparison | null;
  @Field(() => [CxIndexPoint], { description: 'One for each stretch, empty ones too, with `every`.' })
  points!: readonly CxIndexPoint[];
}

@ObjectType('CxIndexReport', { simpleResolvers: true, description: 'A CX index over a period.' })
export class CxIndexReport {
  @Field(() => CxIndexDefinition, { description: 'The version of the index that was reported.' })
  definition!: CxIndexDefinition;
  @Field(() => DateTime, { description: 'The moment up to which the figures are exact.' })
  asOf!: Date;
  @Field(() => [CxIndexGroup], { description: 'Its groups, largest first; one when not grouped.' })
  groups!: readonly CxIndexGroup[];
}

@ArgsType()
export class CxIndexArgs extends ReportArgs {
  @Field(() => String, {
    nullable: true,
    defaultValue: 'default',
    description: 'Which index, as `cxIndexDefinitions` lists them.',
  })
  key?: string | null;
  @Field(() => Int, { nullable: true, description: 'Which version of it; the newest without.' })
  version?: number | null;
}
