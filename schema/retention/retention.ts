// Cohort tables: how many customers come again, by when they came first.
import { Args, ArgsType, Ctx, Field, Float, Int, ObjectType, Query, Resolver } from 'type-graphql';
import type { Context } from '../../src/base/context/context.ts';
import { readRetention } from '../../src/derive/metrics/cohorts/report.ts';
import { describeEnum, orNull } from '../common/describe.ts';
import { CalendarDate, DateTime } from '../common/scalars.ts';
import { Interval } from '../metric/metric.ts';
import { Granularity } from '../metric/metric-enums.ts';
import { MetricFilter, PeriodInput } from '../metric/metric-inputs.ts';

export const CohortEvent = describeEnum(
  'CohortEvent',
  'What puts a customer into a cohort, and what counts as coming again.',
  {
    PURCHASE: 'The first purchase with an amount; bought again.',
    CONTACT:
      'The first contact: anything a customer did, wrote or said, purchases, calls and meetings; in touch again. Our notes, tasks and deals, and what went out, are none.',
  },
);

@ObjectType('RetentionCell', {
  simpleResolvers: true,
  description: 'Of one cohort, those who came again in one later period.',
})
export class RetentionCell {
  @Field(() => Int, { description: 'How many periods after that of the cohort, from 1.' })
  period!: number;
  @Field(() => CalendarDate, { description: 'First day of this period.' })
  start!: string;
  @Field(() => CalendarDate, { description: 'Last day of this period.' })
  end!: string;
  @Field(() => Boolean, {
    description:
      'False where the period is not over, or the cohort not whole: the share may still change. Not in the average.',
  })
  complete!: boolean;
  @Field(() => Int, {
    nullable: true,
    description:
      'Customers of the cohort who came again in this period, whether or not before it. Null where withheld.',
  })
  returned?: number | null;
  @Field(() => Float, {
    nullable: true,
    description: 'Share of all customers of the cohort, 0 to 1. Null without customers, and where withheld.',
  })
  share?: number | null;
  @Field(() => Interval, { nullable: true, description: 'Where the true share lies (Wilson), 0 to 1.' })
  interval?: Interval | null;
}

@ObjectType('RetentionRow', {
  simpleResolvers: true,
  description: 'One cohort: the customers who came first in one period.',
})
export class RetentionRow {
  @Field(() => CalendarDate, { description: 'First day on which they may have come first.' })
  start!: string;
  @Field(() => CalendarDate, { description: 'Last day on which they may have come first.' })
  end!: string;
  @Field(() => Boolean, { description: 'False where the cohort still grows, or `during` cuts it off.' })
  complete!: boolean;
  @Field(() => Int, { description: 'How many customers there are in it.' })
  n!: number;
  @Field(() => Boolean, {
    description: 'True when these are fewer than the privacy floor allows: its cells are withheld.',
  })
  suppressed!: boolean;
  @Field(() => Boolean, { description: 'True when these are enough to rely on the shares.' })
  reliable!: boolean;
  @Field(() => [RetentionCell], { description: 'The periods after it that have begun, up to `periods` of them.' })
  cells!: readonly RetentionCell[];
}

@ObjectType('RetentionAverage', {
  simpleResolvers: true,
  description:
    'All cohorts together, so many periods after their own: a mean weighted by their customers. Only of cohorts that are whole and not withheld, and of periods that are over; so later periods are of fewer, older cohorts.',
})
export class RetentionAverage {
  @Field(() => Int, { description: 'How many periods after that of the cohort, from 1.' })
  period!: number;
  @Field(() => Int, { description: 'How many cohorts are in it.' })
  cohorts!: number;
  @Field(() => Int, { description: 'How many customers these have.' })
  n!: number;
  @Field(() => Int, {
    nullable: true,
    description: 'How many of them came again in that period; null without cohorts.',
  })
  returned?: number | null;
  @Field(() => Float, { nullable: true, description: 'Share of all these customers, 0 to 1; null without cohorts.' })
  share?: number | null;
  @Field(() => Interval, {
    nullable: true,
    description: 'Where the true share lies (Wilson, as if the cohorts were one), 0 to 1.',
  })
  interval?: Interval | null;
  @Field(() => Boolean, { description: 'True when there are enough customers to rely on it.' })
  reliable!: boolean;
}

@ObjectType('RetentionTable', {
  simpleResolvers: true,
  description: 'Customers by when they came first, and when they came again.',
})
export class RetentionTable {
  @Field(() => CohortEvent, { description: 'What is counted as coming.' })
  of!: keyof typeof CohortEvent;
  @Field(() => Granularity, { description: 'The length of cohorts and periods.' })
  cohort!: keyof typeof Granularity;
  @Field(() => DateTime, { description: 'The moment up to which the figures are exact.' })
  asOf!: Date;
  @Field(() => [RetentionRow], { description: 'One for each cohort that has begun, oldest first; empty ones too.' })
  rows!: readonly RetentionRow[];
  @Field(() => [RetentionAverage], { description: 'One for each of `periods`.' })
  average!: readonly RetentionAverage[];
  @Field(() => String, { description: 'What was counted, and how.' })
  method!: string;
}

@ArgsType()
class RetentionArgs {
  @Field(() => Granularity, {
    nullable: true,
    defaultValue: 'MONTH',
    description:
      'Cohorts and periods are weeks, months, quarters or years of the calendar in the time zone of `during`.',
  })
  cohort?: keyof typeof Granularity | null;
  @Field(() => PeriodInput, {
    description:
      'When the customers came first; they are followed beyond its end, up to now. At most 120 cohorts. Where the data begin, everybody comes first.',
  })
  during!: PeriodInput;
  @Field(() => CohortEvent, { nullable: true, defaultValue: 'PURCHASE', description: 'What counts as coming.' })
  of?: keyof typeof CohortEvent | null;
  @Field(() => Int, {
    nullable: true,
    defaultValue: 12,
    description: 'How many periods each cohort is followed: 1 to 60.',
  })
  periods?: number | null;
  @Field(() => MetricFilter, {
    nullable: true,
    description: 'Which customers: conditions of customers only, such as country or segment, as they are now.',
  })
  where?: MetricFilter | null;
  @Field(() => Float, {
    nullable: true,
    defaultValue: 0.95,
    description: 'Of intervals, as a share from 0.5 to 0.999.',
  })
  confidence?: number | null;
}

@Resolver()
export class RetentionResolver {
  @Query(
    () => RetentionTable,
    orNull(
      'A cohort table: of the customers whose first purchase or contact fell into one period, how many came again in each period after it.',
    ),
  )
  retention(@Args(() => RetentionArgs) request: RetentionArgs, @Ctx() ctx: Context): Promise<RetentionTable> {
    return readRetention(ctx, request);
  }
}
