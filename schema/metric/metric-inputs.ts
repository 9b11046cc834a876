// What a report is asked for.
import { ArgsType, Field, Float, ID, InputType, Int } from 'type-graphql';
import { CalendarDate, Duration } from '../common/scalars.ts';
import { LifecycleStage } from '../customer/lifecycle-stage.ts';
import { Channel } from '../interaction/interaction-kinds.ts';
import { SurveyKind } from '../survey/survey.ts';
import { AccountSize, Comparison, Dimension, Granularity, Metric, Weekday } from './metric-enums.ts';

@InputType('PeriodInput', {
  description:
    'Days, the last one included, in a time zone; or the last whole day, week, month, quarter or year; or a fiscal year or one of its quarters; or a window of some length that ends now.',
})
export class PeriodInput {
  @Field(() => CalendarDate, { nullable: true, description: 'The first day.' })
  from?: string | null;
  @Field(() => CalendarDate, { nullable: true, description: 'The last day; it counts in full.' })
  to?: string | null;
  @Field(() => Duration, { nullable: true, description: 'The length of a window that ends now, such as P90D or P1Y.' })
  last?: string | null;
  @Field(() => Granularity, {
    nullable: true,
    description: 'The last whole one of the calendar before now, in the time zone: in May, MONTH is April.',
  })
  previous?: keyof typeof Granularity | null;
  @Field(() => Int, {
    nullable: true,
    description:
      'A fiscal year, by the year in which it begins, 1900 to 2199: where years start in April, 2026 is April 2026 to March 2027. It is one of the `calendar`; where none is named, of the calendar `default`, and where there is no such calendar, the calendar year.',
  })
  fiscalYear?: number | null;
  @Field(() => Int, { nullable: true, description: 'Only this quarter of the `fiscalYear`, 1 to 4.' })
  quarter?: number | null;
  @Field(() => String, {
    nullable: true,
    description:
      'The key of a business calendar: its time zone, week start and fiscal year apply, also to `previous` and `every`, unless the period gives its own. Its hours and holidays do not.',
  })
  calendar?: string | null;
  @Field(() => Weekday, {
    nullable: true,
    description:
      'The day that weeks begin on, of `previous: WEEK` and `every: WEEK`; that of the calendar, or Monday, without.',
  })
  weekStart?: keyof typeof Weekday | null;
  @Field(() => String, {
    nullable: true,
    description:
      'IANA name, such as Europe/Berlin: days and months begin when they begin there. That of the calendar, or UTC, without.',
  })
  timeZone?: string | null;
}

@InputType('JourneyStageRef', { description: 'A stage of a journey.' })
export class JourneyStageRef {
  @Field(() => String, { description: 'Key of the journey.' })
  journey!: string;
  @Field(() => String, { description: 'Key of the stage.' })
  stage!: string;
}

@InputType('TraitValues', { description: 'A trait of the customer, and which values it may have.' })
export class TraitValues {
  @Field(() => String, { description: 'Key of the trait.' })
  key!: string;
  @Field(() => [String], { description: 'One of these, as text; an empty text for customers without it.' })
  values!: string[];
}

@InputType('DimensionTraits', { description: 'Which traits are grouped by.' })
export class DimensionTraits {
  @Field(() => [String], { description: 'Keys, one for each TRAIT in `by`, in its order.' })
  keys!: string[];
}

@InputType('MetricFilter', {
  description: 'What is counted; all conditions given must hold. An empty list finds nothing.',
})
export class MetricFilter {
  @Field(() => String, { nullable: true, description: 'Answers to the survey with this key.' })
  survey?: string | null;
  @Field(() => SurveyKind, { nullable: true, description: 'Answers to surveys of this kind.' })
  surveyKind?: keyof typeof SurveyKind | null;
  @Field(() => [Channel], {
    nullable: true,
    description: "Its channel is one of these; of an answer about a case: the case's.",
  })
  channel?: (keyof typeof Channel)[] | null;
  @Field(() => [String], { nullable: true, description: 'Its touchpoint is exactly one of these.' })
  touchpoint?: string[] | null;
  @Field(() => [String], { nullable: true, description: 'One of these handled it, as the dimension AGENT names them.' })
  agent?: string[] | null;
  @Field(() => [Channel], { nullable: true, description: 'Answers that were asked for by one of these ways.' })
  surveyChannel?: (keyof typeof Channel)[] | null;
  @Field(() => [String], {
    nullable: true,
    description: 'The case, or the case that it is about, has one of these priorities.',
  })
  casePriority?: string[] | null;
  @Field(() => [String], { nullable: true, description: "The customer's country is one of these, such as DE." })
  country?: string[] | null;
  @Field(() => [LifecycleStage], { nullable: true, description: 'The customer is at one of these stages.' })
  lifecycleStage?: (keyof typeof LifecycleStage)[] | null;
  @Field(() => [String], {
    nullable: true,
    description: "The customer's preferred language is one of these, such as de.",
  })
  language?: string[] | null;
  @Field(() => [String], {
    nullable: true,
    description: 'A source came to know the customer first in one of these months of UTC, such as 2026-01.',
  })
  signupCohort?: string[] | null;
  @Field(() => [TraitValues], {
    nullable: true,
    description: 'The customer has all these traits, with one of their values.',
  })
  traits?: TraitValues[] | null;
  @Field(() => [String], { nullable: true, description: "The customer's company is in one of these industries." })
  accountIndustry?: string[] | null;
  @Field(() => [AccountSize], { nullable: true, description: "The customer's company has one of these sizes." })
  accountSize?: (keyof typeof AccountSize)[] | null;
  @Field(() => ID, { nullable: true, description: 'The customer belongs to this company.' })
  account?: string | null;
  @Field(() => [String], { nullable: true, description: 'It came through one of these connections, by key.' })
  source?: string[] | null;
  @Field(() => String, {
    nullable: true,
    description: 'Purchases in this currency, such as EUR; XXX for those without one.',
  })
  currency?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Answers on this scale, such as 1..5; "1..5 low" where low is good.',
  })
  scale?: string | null;
  @Field(() => String, { nullable: true, description: 'The customer is in the segment with this key now.' })
  segment?: string | null;
  @Field(() => String, {
    nullable: true,
    description:
      'The customer was in some stage of the journey with this key when it happened. By JOURNEY_STAGE: the stages of this journey alone.',
  })
  journey?: string | null;
  @Field(() => JourneyStageRef, {
    nullable: true,
    description: 'The customer was in this stage of a journey when it happened.',
  })
  journeyStage?: JourneyStageRef | null;
}

@InputType('ComparisonInput', {
  description:
    'What is set beside each total: a usual baseline, any other period, or anything else of the same period.',
})
export class ComparisonInput {
  @Field(() => Comparison, { nullable: true, description: 'A usual baseline.' })
  with?: keyof typeof Comparison | null;
  @Field(() => PeriodInput, { nullable: true, description: 'The same in another period, earlier or later.' })
  period?: PeriodInput | null;
  @Field(() => MetricFilter, {
    nullable: true,
    description:
      "What this filter counts, in the place of the report's own `where`: {channel: [CHAT]} beside {channel: [PHONE]}, or one segment beside another. What both count is allowed for in the test.",
  })
  where?: MetricFilter | null;
}

@ArgsType()
export class ReportArgs {
  @Field(() => PeriodInput, { description: 'Over which period.' })
  during!: PeriodInput;
  @Field(() => Granularity, { nullable: true, description: 'Gives a point for each of these; totals alone without.' })
  every?: keyof typeof Granularity | null;
  @Field(() => [Dimension], { nullable: true, description: 'Up to three dimensions to group by.' })
  by?: (keyof typeof Dimension)[] | null;
  @Field(() => DimensionTraits, { nullable: true, description: 'The traits that TRAIT in `by` stands for.' })
  traits?: DimensionTraits | null;
  @Field(() => MetricFilter, { nullable: true, description: 'What is counted; everything without.' })
  where?: MetricFilter | null;
  @Field(() => ComparisonInput, { nullable: true, description: 'Sets every total beside a baseline.' })
  compareTo?: ComparisonInput | null;
  @Field(() => Float, {
    nullable: true,
    defaultValue: 0.95,
    description: 'Of intervals and tests, as a share from 0.5 to 0.999.',
  })
  confidence?: number | null;
}

@ArgsType()
export class MetricsArgs extends ReportArgs {
  @Field(() => [Metric], { description: 'What to measure: up to 20 metrics, none of them twice.' })
  of!: (keyof typeof Metric)[];
}

@ArgsType()
export class MetricArgs extends ReportArgs {
  @Field(() => [Dimension], {
    nullable: true,
    description:
      'Weights answers so that those who gave them look like all customers in these respects: COUNTRY, LANGUAGE, LIFECYCLE_STAGE, ACCOUNT_INDUSTRY, three at most. The design effect of each value knows of it.',
  })
  weightBy?: (keyof typeof Dimension)[] | null;
  @Field(() => Metric, { description: 'What to measure.' })
  metric!: keyof typeof Metric;
}
