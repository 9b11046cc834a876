// The map of a journey: its stages with conversions and metrics, its touchpoints, and the paths through it.
import { Field, Float, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../common/scalars.ts';
import { Channel } from '../interaction/interaction-kinds.ts';
import { Interval } from '../metric/metric.ts';
import { JourneyStage } from './journey.ts';

@ObjectType('StageComparison', { simpleResolvers: true, description: 'A stage in the period compared with.' })
export class StageComparison {
  @Field(() => Int, { description: 'Runs of that period that reached it.' })
  reached!: number;
  @Field(() => Float, {
    nullable: true,
    description:
      'Their conversion from the stage before so far, 0 to 1. They may have had more time than the runs of this period: compare what came within a common time.',
  })
  conversionFromPrevious?: number | null;
  @Field(() => Float, {
    nullable: true,
    description: 'The longest time, in seconds, that enough runs of both periods were watched for.',
  })
  withinSeconds?: number | null;
  @Field(() => Float, {
    nullable: true,
    description: 'Share, 0 to 1, of the runs of this period that came within that time (Kaplan–Meier).',
  })
  conversionWithin?: number | null;
  @Field(() => Float, { nullable: true, description: 'The same share of the runs compared with.' })
  baselineConversionWithin?: number | null;
  @Field(() => Float, { nullable: true, description: 'The former share less the latter.' })
  difference?: number | null;
  @Field(() => Float, {
    nullable: true,
    description:
      'Chance of a difference at least as large if there were none, by a log-rank test (two-sided), corrected for the number of stages (Holm).',
  })
  pValue?: number | null;
  @Field(() => Boolean, {
    nullable: true,
    description:
      'True when the p-value is below 1 - confidence. Null where nothing was tested, and where either side has too few runs to rely on.',
  })
  significant?: boolean | null;
  @Field(() => String, { nullable: true, description: 'Why there is no p-value; null where there is one.' })
  notTested?: string | null;
  @Field(() => String, { description: 'How it was tested, and what was corrected for.' })
  method!: string;
}

@ObjectType('StageReport', {
  simpleResolvers: true,
  description: 'A stage of a map: how many of the runs that began in the period reached it so far, and how they felt.',
})
export class StageReport {
  @Field(() => JourneyStage, { description: 'The stage.' })
  stage!: JourneyStage;
  @Field(() => Int, { description: 'Runs that reached it, also after the period ended.' })
  reached!: number;
  @Field(() => Float, {
    nullable: true,
    description:
      'Share, 0 to 1, of the runs at the stage before it that reached this one too; null for the first stage. Young runs have had less time: a journey without a window may still go on.',
  })
  conversionFromPrevious?: number | null;
  @Field(() => Interval, {
    nullable: true,
    description: "Where that share truly lies: Wilson's score interval, with runs as independent.",
  })
  conversionFromPreviousInterval?: Interval | null;
  @Field(() => Float, { nullable: true, description: 'Share, 0 to 1, of the runs at the first stage that reached it.' })
  conversionFromStart?: number | null;
  @Field(() => Interval, { nullable: true, description: 'Where that share truly lies; null for the first stage.' })
  conversionFromStartInterval?: Interval | null;
  @Field(() => Float, {
    nullable: true,
    description:
      'The longest time since the stage before, in seconds, that at least ten runs were watched for; null for the first stage.',
  })
  withinSeconds?: number | null;
  @Field(() => Float, {
    nullable: true,
    description:
      'Share, 0 to 1, of the runs at the stage before that come here within that time: Kaplan–Meier, which young runs do not pull down. By the hour for two days, then by the day.',
  })
  conversionWithin?: number | null;
  @Field(() => Interval, {
    nullable: true,
    description: 'Where that share truly lies: Greenwood, on the scale of log(-log).',
  })
  conversionWithinInterval?: Interval | null;
  @Field(() => Int, {
    description: 'Runs at the stage before it that did not reach this one: where people leave. 0 for the first stage.',
  })
  dropOff!: number;
  @Field(() => Float, {
    nullable: true,
    description:
      'Middle time since the stage that a run reached before, in seconds; null for fewer customers than the privacy floor.',
  })
  medianSecondsFromPrevious?: number | null;
  @Field(() => StageComparison, { nullable: true, description: 'The period compared with, with `compareTo`.' })
  comparison?: StageComparison | null;
}

@ObjectType('TouchpointReport', {
  simpleResolvers: true,
  description: 'What happened at one touchpoint, by one channel, while customers were in one stage.',
})
export class TouchpointReport {
  @Field(() => JourneyStage, { description: 'The stage that the customers were in.' })
  stage!: JourneyStage;
  @Field(() => String, {
    description: 'What they touched; the kind of the interactions where they name no touchpoint.',
  })
  touchpoint!: string;
  @Field(() => Boolean, { description: 'False when `touchpoint` is a kind of interactions, for lack of a name.' })
  named!: boolean;
  @Field(() => Channel, { description: 'By which channel.' })
  channel!: keyof typeof Channel;
  @Field(() => Int, { description: 'How many interactions.' })
  interactions!: number;
  @Field(() => Int, { description: 'Of how many different customers.' })
  customers!: number;
  @Field(() => Float, {
    nullable: true,
    description: 'How their texts sounded on average, -1 to 1; null for fewer customers than the privacy floor.',
  })
  sentiment?: number | null;
}

@ObjectType('JourneyFlow', {
  simpleResolvers: true,
  description:
    'From one stage to the next one that runs visited, in the order of time: stages may be left out or come in another order, as the mode of the journey allows.',
})
export class JourneyFlow {
  @Field(() => String, { nullable: true, description: 'Key of the stage that they came from; null where runs begin.' })
  from?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Key of the stage that they came to; null for no further stage so far: they left, or are still there.',
  })
  to?: string | null;
  @Field(() => Int, { description: 'How many runs went this way. A run is at a stage once at most.' })
  runs!: number;
  @Field(() => Float, {
    description:
      'Their share, 0 to 1, of the runs that were at `from`, or of all that began: those of one `from` make 1.',
  })
  share!: number;
  @Field(() => Float, {
    nullable: true,
    description:
      'Middle time that it took, in seconds; null without `from` or `to`, and for fewer customers than the privacy floor.',
  })
  medianSeconds?: number | null;
}

@ObjectType('JourneyMap', {
  simpleResolvers: true,
  description:
    'A journey over a period. Counts are of runs that began in the period, wherever they are by now; metrics and touchpoints are of what happened in the period, whenever the run began.',
})
export class JourneyMap {
  @Field(() => DateTime, { description: 'The moment up to which it is exact.' })
  asOf!: Date;
  @Field(() => Int, { description: 'Runs that began in the period.' })
  entered!: number;
  @Field(() => Int, { description: 'Different customers who began them.' })
  customers!: number;
  @Field(() => [StageReport], { description: 'Its stages, in order; none while `Journey.walkedAt` is null.' })
  stages!: readonly StageReport[];
  @Field(() => [JourneyFlow], {
    description:
      'Which ways its runs took from stage to stage, in the order of the stages: beginnings first, ends last.',
  })
  flows!: readonly JourneyFlow[];
}

@ObjectType('JourneyPath', { simpleResolvers: true, description: 'A way through a journey that customers took.' })
export class JourneyPath {
  @Field(() => [String], {
    description:
      'What they touched from the start of the run to its last stage so far, in order, the first ten; repeats in a row are one. Kinds of interactions where no touchpoint is named.',
  })
  touchpoints!: readonly string[];
  @Field(() => Int, { description: 'Different customers who took it.' })
  customers!: number;
  @Field(() => Int, { description: 'How often it was taken: a customer may enter again.' })
  runs!: number;
  @Field(() => Float, { description: 'Their share of all customers with a run of the period, 0 to 1.' })
  share!: number;
}
