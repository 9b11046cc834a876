// Metrics as they are shown: a value with its n, interval and reliability, points, groups, comparisons.
import { Field, Float, Int, ObjectType } from 'type-graphql';
import { CalendarDate, DateTime } from '../common/scalars.ts';
import { ComparedFigure, Dimension, Metric, MetricUnit } from './metric-enums.ts';

@ObjectType('MetricDefinition', {
  simpleResolvers: true,
  description: 'What a metric means and how it is computed.',
})
export class MetricDefinition {
  @Field(() => Metric, { description: 'Its name in queries.' })
  metric!: keyof typeof Metric;
  @Field(() => String, { description: 'Its name for people.' })
  name!: string;
  @Field(() => String, { description: 'What it tells.' })
  description!: string;
  @Field(() => String, { description: 'How it is computed, and which variant of it this is.' })
  formula!: string;
  @Field(() => MetricUnit, { description: 'What its values are counted in.' })
  unit!: keyof typeof MetricUnit;
  @Field(() => Float, { nullable: true, description: 'The lowest possible value; null where there is no limit.' })
  min?: number | null;
  @Field(() => Float, { nullable: true, description: 'The highest possible value; null where there is no limit.' })
  max?: number | null;
  @Field(() => Boolean, { description: 'True when a higher value is a better one.' })
  higherIsBetter!: boolean;
  @Field(() => String, { description: 'How its interval is computed, and how two values are compared.' })
  interval!: string;
  @Field(() => [String], { description: 'Where the formula and the method come from.' })
  references!: readonly string[];
}

@ObjectType('Interval', {
  simpleResolvers: true,
  description: 'Where the true value lies, with the confidence stated.',
})
export class Interval {
  @Field(() => Float, { description: 'Lower end.' })
  low!: number;
  @Field(() => Float, { description: 'Upper end.' })
  high!: number;
  @Field(() => Float, { description: 'As a share, such as 0.95.' })
  confidence!: number;
}

@ObjectType('Bucket', { simpleResolvers: true, description: 'How many gave one score.' })
export class Bucket {
  @Field(() => Float, { description: 'The score.' })
  score!: number;
  @Field(() => Int, { description: 'How often it was given.' })
  count!: number;
}

@ObjectType('MetricValue', {
  simpleResolvers: true,
  description: 'A value never stands alone: from how many answers, how sure, by which method.',
})
export class MetricValue {
  @Field(() => Metric, { description: 'What was measured.' })
  metric!: keyof typeof Metric;
  @Field(() => Float, {
    nullable: true,
    description: 'Null when there is nothing to measure, or too little to show without telling about single people.',
  })
  value?: number | null;
  @Field(() => Int, { description: 'How many answers, cases, purchases or customers it is made of.' })
  n!: number;
  @Field(() => String, {
    nullable: true,
    description: 'The currency or scale of the value, such as EUR or 1..5; null for other units.',
  })
  unit?: string | null;
  @Field(() => Interval, {
    nullable: true,
    description: 'Where the true value lies. People who answer more than once are allowed for: see `designEffect`.',
  })
  interval?: Interval | null;
  @Field(() => Float, {
    nullable: true,
    description:
      'By how much the variance is wider because the same people answer more than once: 1 where nobody does, 1.6 when 160 answers tell as much as those of 100 strangers. Null without a value, and for metrics that are not of single people’s answers, cases or purchases.',
  })
  designEffect?: number | null;
  @Field(() => Float, {
    nullable: true,
    description:
      'The smallest change that comparing with an equally large sample would show as significant, four times out of five. Smaller ones are beyond this many answers.',
  })
  detectableChange?: number | null;
  @Field(() => Boolean, { description: 'True when fewer customers are behind it than the privacy floor allows.' })
  suppressed!: boolean;
  @Field(() => Boolean, {
    description:
      'True when there is enough to rely on it: n divided by `designEffect` reaches the floor, 30 unless the installation says otherwise, and the sources tell of at least half of what there was to measure.',
  })
  reliable!: boolean;
  @Field(() => Boolean, {
    description:
      'True when these very answers decide who is counted here, by the rule of a segment or of a journey stage: the NPS of a segment of detractors, or the CSAT of a stage that a good answer moves people out of. Such a figure says how the group was made; it is not tested.',
  })
  definedByOutcome!: boolean;
  @Field(() => Float, {
    nullable: true,
    description:
      'Share of what could have been measured that the sources tell about, 0 to 1: of resolved cases for REOPEN_RATE, of texts for SENTIMENT. 1 for answers, which are all there is to count. Below 0.5 a value is not `reliable`. Null where there was nothing to measure, and where the value is suppressed.',
  })
  coverage?: number | null;
  @Field(() => [String], {
    description:
      'Why `coverage` is not 1, in words, with the sources that do not tell; empty where nothing is missing.',
  })
  missing!: readonly string[];
  @Field(() => Float, { nullable: true, description: 'Middle value, for durations and money; off by 1 % at most.' })
  median?: number | null;
  @Field(() => Interval, { nullable: true, description: 'Where the true median lies; null where there are too few.' })
  medianInterval?: Interval | null;
  @Field(() => Float, {
    nullable: true,
    description: 'Nine of ten are at or below it, for durations and money; off by 1 % at most.',
  })
  p90?: number | null;
  @Field(() => [Bucket], { nullable: true, description: 'How often each score was given, for scores.' })
  distribution?: readonly Bucket[] | null;
}

@ObjectType('DimensionValue', { simpleResolvers: true, description: 'What a group has in common.' })
export class DimensionValue {
  @Field(() => Dimension, { description: 'In which respect.' })
  dimension!: keyof typeof Dimension;
  @Field(() => String, { nullable: true, description: 'Which TRAIT, by its key; null of any other dimension.' })
  trait?: string | null;
  @Field(() => String, {
    description: 'The value as filters take it, a stage as "journey/stage"; empty for those that have none.',
  })
  key!: string;
  @Field(() => String, { description: 'The value for people.' })
  label!: string;
}

@ObjectType('ValueComparison', {
  simpleResolvers: true,
  description: 'A total beside its baseline, or a point beside the one before it.',
})
export class ValueComparison {
  @Field(() => MetricValue, { description: 'What it is compared with.' })
  baseline!: MetricValue;
  @Field(() => ComparedFigure, {
    description: 'Which figure is compared: for durations the median, which stands first.',
  })
  compared!: keyof typeof ComparedFigure;
  @Field(() => Float, { nullable: true, description: "That figure less the baseline's, in the metric's unit." })
  difference?: number | null;
  @Field(() => Float, {
    nullable: true,
    description:
      'Chance of a difference at least as large if there were none (two-sided), corrected for everything that the report tests (Holm).',
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
  @Field(() => String, { description: 'How it was tested, and what was corrected for.' })
  method!: string;
}

@ObjectType('MetricPoint', { simpleResolvers: true, description: 'The value of one stretch of the period.' })
export class MetricPoint {
  @Field(() => CalendarDate, { description: 'Its first day.' })
  start!: string;
  @Field(() => CalendarDate, { description: 'Its last day.' })
  end!: string;
  @Field(() => Boolean, {
    description: 'False when it is not over, or cut off at an end of the period; it is not tested against others then.',
  })
  complete!: boolean;
  @Field(() => MetricValue, { description: 'The value.' })
  value!: MetricValue;
  @Field(() => ValueComparison, {
    nullable: true,
    description:
      'Beside the point before it; null for the first. Asking for it makes it part of what p-values are corrected for.',
  })
  comparison?: ValueComparison | null;
}

@ObjectType('MetricGroup', { simpleResolvers: true, description: 'Everything about one group.' })
export class MetricGroup {
  @Field(() => [DimensionValue], { description: 'Which group it is; empty when not grouped.' })
  by!: readonly DimensionValue[];
  @Field(() => MetricValue, { description: 'Over the whole period.' })
  total!: MetricValue;
  @Field(() => ValueComparison, { nullable: true, description: 'The total beside its baseline, with `compareTo`.' })
  comparison?: ValueComparison | null;
  @Field(() => [MetricPoint], { description: 'One for each stretch, empty ones too, with `every`.' })
  points!: readonly MetricPoint[];
}

@ObjectType('Weighting', {
  simpleResolvers: true,
  description:
    'How answers were weighted: by raking, so that those who answered look like all customers known by the end of the period.',
})
export class Weighting {
  @Field(() => [Dimension], { description: 'In which respects.' })
  by!: readonly (keyof typeof Dimension)[];
  @Field(() => Float, {
    description: 'Share of the answers that the figures rest on, 0 to 1: the others have values that no customer has.',
  })
  share!: number;
  @Field(() => Float, {
    description:
      'Share of the customers who have values that somebody answered with, 0 to 1; the others cannot be weighted to.',
  })
  heard!: number;
  @Field(() => Float, { description: 'The largest weight; 1 is the mean. Weights are cut at 5.' })
  largest!: number;
  @Field(() => Float, { description: 'Share of the answers whose weight was cut, 0 to 1.' })
  trimmed!: number;
}

@ObjectType('MetricReport', { simpleResolvers: true, description: 'A metric over a period.' })
export class MetricReport {
  @Field(() => MetricDefinition, { description: 'What it means and how it is computed.' })
  definition!: MetricDefinition;
  @Field(() => DateTime, { description: 'The moment up to which the figures are exact.' })
  asOf!: Date;
  @Field(() => Weighting, { nullable: true, description: 'How answers were weighted, with `weightBy`.' })
  weighting?: Weighting | null;
  @Field(() => [MetricGroup], { description: 'Its groups, largest first; one when not grouped.' })
  groups!: readonly MetricGroup[];
}
