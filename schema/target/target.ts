// Targets: what a metric or an index is to reach, whether it does, and how surely.
import { Field, Float, ObjectType } from 'type-graphql';
import { describeEnum } from '../common/describe.ts';
import { CalendarDate, DateTime, Duration, Json } from '../common/scalars.ts';
import { CxIndexValue } from '../cx-index/cx-index-report.ts';
import { MetricValue } from '../metric/metric.ts';
import { ComparedFigure, Granularity, Metric, Weekday } from '../metric/metric-enums.ts';

export const TargetCertainty = describeEnum(
  'TargetCertainty',
  'How surely a target is met, by where the interval of the figure lies. Not a probability.',
  {
    MET: 'The whole interval reaches the target.',
    NOT_MET: 'No part of the interval reaches it.',
    OPEN: 'The target lies within the interval: the value may be on this side by chance.',
  },
);

@ObjectType('PeriodValue', {
  simpleResolvers: true,
  description: 'A period as it was asked for: see `PeriodInput`. What was not given is null.',
})
export class PeriodValue {
  @Field(() => CalendarDate, { nullable: true, description: 'The first day.' })
  from?: string | null;
  @Field(() => CalendarDate, { nullable: true, description: 'The last day; it counts in full.' })
  to?: string | null;
  @Field(() => Duration, { nullable: true, description: 'The length of a window that ends at the moment of asking.' })
  last?: string | null;
  @Field(() => Granularity, { nullable: true, description: 'The last whole one of the calendar.' })
  previous?: keyof typeof Granularity | null;
  @Field(() => Weekday, { nullable: true, description: 'The day that weeks begin on; Monday when null.' })
  weekStart?: keyof typeof Weekday | null;
  @Field(() => String, { nullable: true, description: 'IANA name of its time zone; UTC when null.' })
  timeZone?: string | null;
}

@ObjectType('Target', {
  simpleResolvers: true,
  description:
    'What a metric or a CX index is to reach. It is judged whenever it is asked for, by the figure that `metric` or `cxIndex` gives for the same period and filter.',
})
export class Target {
  @Field(() => String, { description: 'Its name in mutations.' })
  key!: string;
  @Field(() => Metric, { nullable: true, description: 'The metric; null for an index.' })
  metric?: keyof typeof Metric | null;
  @Field(() => String, {
    nullable: true,
    description: 'The key of the CX index, in its newest version; null for a metric.',
  })
  index?: string | null;
  @Field(() => ComparedFigure, {
    description: 'Which figure is set beside the target: of durations the median, unless told.',
  })
  compared!: keyof typeof ComparedFigure;
  @Field(() => Float, { description: "What is to be reached, in the metric's unit; of an index 0 to 100." })
  value!: number;
  @Field(() => Boolean, { description: 'True when the figure must be at least the target, false when at most.' })
  higherIsBetter!: boolean;
  @Field(() => Json, { nullable: true, description: 'What is counted, as a MetricFilter; null for everything.' })
  where?: unknown;
  @Field(() => PeriodValue, { description: 'Over which period. `last` and `previous` go along with time.' })
  during!: PeriodValue;
  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether the figure reaches the target as it stands, chance aside: see `certainty`. Null where the period is not over, and where the figure is withheld, not reliable, or decides itself who is counted; `because` says which.',
  })
  met?: boolean | null;
  @Field(() => TargetCertainty, {
    nullable: true,
    description: 'How surely, by the 95 % interval of the figure. Null where `met` is, and where there is no interval.',
  })
  certainty?: keyof typeof TargetCertainty | null;
  @Field(() => String, {
    nullable: true,
    description: 'Why `met` or `certainty` is null, or why the figure cannot be read; null where nothing is missing.',
  })
  because?: string | null;
  @Field(() => MetricValue, {
    nullable: true,
    description:
      'The figure of the metric, also of a period that goes on; null for an index, and where it cannot be read.',
  })
  figure?: MetricValue | null;
  @Field(() => CxIndexValue, {
    nullable: true,
    description: 'The figure of the index; null for a metric, and where it cannot be read.',
  })
  indexFigure?: CxIndexValue | null;
  @Field(() => DateTime, {
    nullable: true,
    description: 'The moment up to which the figure is exact; null where it cannot be read.',
  })
  asOf?: Date | null;
}

@ObjectType('TargetPayload', { simpleResolvers: true, description: 'A target that was saved.' })
export class TargetPayload {
  @Field(() => Target, { description: 'The target, judged.' })
  target!: Target;
}
