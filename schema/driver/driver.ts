// Drivers: what goes together with a metric, and how much of it each explains.
import { Args, ArgsType, Ctx, Field, Float, Int, ObjectType, Query, Resolver } from 'type-graphql';
import type { Context } from '../../src/base/context/context.ts';
import { readDrivers } from '../../src/derive/metrics/drivers/read-drivers.ts';
import { orNull } from '../common/describe.ts';
import { DateTime } from '../common/scalars.ts';
import { Interval, MetricValue } from '../metric/metric.ts';
import { Metric } from '../metric/metric-enums.ts';
import { MetricFilter, PeriodInput } from '../metric/metric-inputs.ts';

@ObjectType('Driver', { simpleResolvers: true, description: 'One metric that may drive the outcome.' })
export class Driver {
  @Field(() => Metric, { description: 'Which metric.' })
  metric!: keyof typeof Metric;
  @Field(() => String, { description: 'Its name for people.' })
  label!: string;
  @Field(() => Float, {
    nullable: true,
    description:
      'Of customers’ own values with the outcome, -1 to 1, signed so that higher is better on both sides. Null when all customers are alike in it.',
  })
  correlation?: number | null;
  @Field(() => Float, {
    nullable: true,
    description:
      'Standardised regression coefficient beside all other drivers. Unsteady where drivers go together: prefer the importance.',
  })
  coefficient?: number | null;
  @Field(() => Float, {
    nullable: true,
    description:
      'The part of R² that is due to it, 0 to 1 (Johnson’s relative weight). All of them add up to `rSquared`.',
  })
  importance?: number | null;
  @Field(() => Float, {
    nullable: true,
    description: 'Share of the explained variance, 0 to 1; all shares add up to 1. Null when nothing is explained.',
  })
  share?: number | null;
  @Field(() => Float, {
    nullable: true,
    description:
      'The same by another method, for comparison: Shapley value (LMG), the mean gain in R² over all orders of entering. Null with more than 12 drivers.',
  })
  shapley?: number | null;
  @Field(() => Interval, {
    nullable: true,
    description: 'Where the true importance lies: percentiles of a bootstrap over customers.',
  })
  interval?: Interval | null;
  @Field(() => MetricValue, {
    description:
      'How well it does: the metric itself over the same period and filter. Important and low is where to act.',
  })
  performance!: MetricValue;
  @Field(() => Int, { description: 'How many of the customers have both the outcome and this metric.' })
  n!: number;
  @Field(() => Float, {
    description:
      'Of these customers, the share who answered for both in one response, 0 to 1. Answers given in one sitting resemble each other by mood and habit too (common-method bias): the nearer to 1, the more its importance may be too high. 0 for what is not an answer.',
  })
  sharesResponses!: number;
}

@ObjectType('DriverReport', {
  simpleResolvers: true,
  description: 'What drives a metric, over the customers of a period.',
})
export class DriverReport {
  @Field(() => Metric, { description: 'What is driven.' })
  outcome!: keyof typeof Metric;
  @Field(() => DateTime, { description: 'The moment up to which the figures are exact.' })
  asOf!: Date;
  @Field(() => Boolean, {
    description:
      'True when the answers of the outcome themselves decide who is weighed, by the rule of a segment or stage in `where`: among detractors alone, what drives NPS is not what makes a detractor.',
  })
  definedByOutcome!: boolean;
  @Field(() => Int, {
    description: 'How many customers have the outcome and every driver: the rows that were weighed.',
  })
  n!: number;
  @Field(() => Float, {
    nullable: true,
    description: 'Share of the outcome’s variance among customers that all drivers explain together, 0 to 1.',
  })
  rSquared?: number | null;
  @Field(() => [Driver], { description: 'The drivers, most important first.' })
  drivers!: readonly Driver[];
  @Field(() => String, {
    description: 'How it was computed, of which customers, and which drivers were left out and why.',
  })
  method!: string;
}

@ArgsType()
class DriversArgs {
  @Field(() => Metric, { description: 'The outcome: a metric that every customer can have a value of their own for.' })
  of!: keyof typeof Metric;
  @Field(() => [Metric], {
    nullable: true,
    description:
      'The drivers to weigh against each other; when left out, all that enough customers have and that are not made of the outcome’s own facts.',
  })
  among?: (keyof typeof Metric)[] | null;
  @Field(() => PeriodInput, { description: 'Over which period: outcome and drivers alike.' })
  during!: PeriodInput;
  @Field(() => MetricFilter, {
    nullable: true,
    description: 'What is counted, for the outcome and for every driver alike: a survey’s key leaves only its answers.',
  })
  where?: MetricFilter | null;
}

@Resolver()
export class DriverResolver {
  @Query(
    () => DriverReport,
    orNull(
      'What drives a metric: how much of its differences between customers other metrics explain. A text and a score of one response do not explain each other: SENTIMENT, as a driver of a score, is that of texts from elsewhere. Fails with TOO_LITTLE_DATA where any figure would be chance.',
    ),
  )
  drivers(@Args(() => DriversArgs) request: DriversArgs, @Ctx() ctx: Context): Promise<DriverReport> {
    return readDrivers(ctx, request);
  }
}
