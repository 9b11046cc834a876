// The backlog of support cases: how many are open at a moment, and for how long.
import { Args, ArgsType, Ctx, Field, Float, Int, ObjectType, Query, Resolver } from 'type-graphql';
import type { Context } from '../../src/base/context/context.ts';
import { readBacklog } from '../../src/derive/metrics/backlog/report.ts';
import { orNull } from '../common/describe.ts';
import { CalendarDate, DateTime } from '../common/scalars.ts';
import { DimensionValue } from '../metric/metric.ts';
import { Dimension, Granularity } from '../metric/metric-enums.ts';
import { DimensionTraits, MetricFilter, PeriodInput } from '../metric/metric-inputs.ts';

@ObjectType('AgeBand', { simpleResolvers: true, description: 'How many open cases have an age within two bounds.' })
export class AgeBand {
  @Field(() => Int, { description: 'Opened at least so many days of 24 hours before.' })
  fromDays!: number;
  @Field(() => Int, { nullable: true, description: 'Opened less than so many days before; null for the oldest band.' })
  toDays?: number | null;
  @Field(() => Int, { description: 'How many are open. The bands add up to `BacklogPoint.open`.' })
  open!: number;
}

@ObjectType('BacklogPoint', {
  simpleResolvers: true,
  description:
    'The backlog at one moment. A case is open from when it was opened until it was resolved. Every case is counted, so there is no interval.',
})
export class BacklogPoint {
  @Field(() => DateTime, {
    description: 'The moment: that asked for, the last millisecond of the bucket, or now while the bucket goes on.',
  })
  at!: Date;
  @Field(() => CalendarDate, { nullable: true, description: 'First day of the bucket; null for a single moment.' })
  start?: string | null;
  @Field(() => CalendarDate, { nullable: true, description: 'Last day of the bucket; null for a single moment.' })
  end?: string | null;
  @Field(() => Boolean, {
    description: 'False where the bucket is not over yet, or is cut off at an end of the period.',
  })
  complete!: boolean;
  @Field(() => Int, { description: 'Cases opened by then and not resolved by then.' })
  open!: number;
  @Field(() => Int, {
    nullable: true,
    description:
      'Cases opened since the moment before, of the first since the period began; null for a single moment. `open` is that of the point before, plus `opened`, less `resolved`.',
  })
  opened?: number | null;
  @Field(() => Int, {
    nullable: true,
    description:
      'Cases resolved since then, for the last time as far as it is known; null for a single moment. One that was opened again and is open now is not among them.',
  })
  resolved?: number | null;
  @Field(() => Float, {
    nullable: true,
    description:
      'Median of the seconds since the open cases were opened, exact (nearest rank); null where none is open, and where `suppressed`. It is the age of what waits, not how long cases take: those resolved are not in it.',
  })
  medianAge?: number | null;
  @Field(() => Float, {
    nullable: true,
    description: 'Nine of ten open cases are at most so old, in seconds; exact, the nearest rank.',
  })
  p90Age?: number | null;
  @Field(() => Float, { nullable: true, description: 'Age of the oldest open case, in seconds.' })
  oldestAge?: number | null;
  @Field(() => [AgeBand], {
    nullable: true,
    description:
      'Open cases by age: below 1 day, 1 to 3, 3 to 7, 7 to 30, and 30 days or more. Null where `suppressed`.',
  })
  ages?: readonly AgeBand[] | null;
  @Field(() => Boolean, {
    description: 'True when the open cases are of fewer customers than the privacy floor allows: ages are withheld.',
  })
  suppressed!: boolean;
  @Field(() => Int, {
    description:
      'How many of the open cases may have been resolved for a time at that moment: they were opened again, or their source does not tell, and only their last resolution is known. They count as open.',
  })
  uncertain!: number;
  @Field(() => Int, {
    description:
      'Cases opened by then that have neither a status nor a time of resolution, so that nobody knows whether they are open. Not counted in `open`, nor anywhere else here.',
  })
  unclear!: number;
  @Field(() => [String], { description: 'What is not known, in words; empty where nothing is missing.' })
  missing!: readonly string[];
}

@ObjectType('BacklogGroup', { simpleResolvers: true, description: 'The backlog of one group.' })
export class BacklogGroup {
  @Field(() => [DimensionValue], { description: 'Which group it is; empty when not grouped.' })
  by!: readonly DimensionValue[];
  @Field(() => [BacklogPoint], { description: 'One for each moment, earliest first; the last one is the newest.' })
  points!: readonly BacklogPoint[];
}

@ObjectType('BacklogReport', { simpleResolvers: true, description: 'Support cases that are open, or were.' })
export class BacklogReport {
  @Field(() => DateTime, {
    description:
      'The moment up to which the figures are exact: of asking, or of the last refresh where segments or journeys are asked for. Past moments are told by what is known now.',
  })
  asOf!: Date;
  @Field(() => [BacklogGroup], {
    description: 'Its groups, those with the most open cases at the last moment first; one when not grouped.',
  })
  groups!: readonly BacklogGroup[];
}

@ArgsType()
class BacklogArgs {
  @Field(() => DateTime, {
    nullable: true,
    description: 'One moment, not ahead; now when this and `during` are left out.',
  })
  at?: Date | null;
  @Field(() => PeriodInput, {
    nullable: true,
    description: 'A series over this period, at the end of each of `every`. Not with `at`.',
  })
  during?: PeriodInput | null;
  @Field(() => Granularity, {
    nullable: true,
    description: 'How far apart the moments of a series lie; at most 400 of them. Needed with `during`.',
  })
  every?: keyof typeof Granularity | null;
  @Field(() => [Dimension], {
    nullable: true,
    description:
      'Up to three dimensions of cases and their customers to group by: all but surveys and currencies. A journey stage is that in which the case was opened.',
  })
  by?: (keyof typeof Dimension)[] | null;
  @Field(() => DimensionTraits, { nullable: true, description: 'The traits that TRAIT in `by` stands for.' })
  traits?: DimensionTraits | null;
  @Field(() => MetricFilter, {
    nullable: true,
    description: 'Which cases are counted; all without. No surveys, scales and currencies.',
  })
  where?: MetricFilter | null;
}

@Resolver()
export class BacklogResolver {
  @Query(
    () => BacklogReport,
    orNull(
      'Support cases that are open now, at a past moment, or at the end of each day of a period; with their ages.',
    ),
  )
  backlog(@Args(() => BacklogArgs) request: BacklogArgs, @Ctx() ctx: Context): Promise<BacklogReport> {
    return readBacklog(ctx, request);
  }
}
