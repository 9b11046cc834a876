// The things behind a figure: a page of answers, cases, purchases, conversations or customers.
import type { GraphQLResolveInfo } from 'graphql';
import { ArgsType, Ctx, createUnionType, Field, Info, Int, ObjectType, Query, Resolver } from 'type-graphql';
import type { Context } from '../../src/base/context/context.ts';
import { type MetricRowsArgs as Asked, readMetricRows } from '../../src/serve/graph/metric-rows.read.ts';
import { orNull, Takes } from '../common/describe.ts';
import { ForwardArgs, PageInfo } from '../common/paging.ts';
import { select } from '../common/selection.ts';
import { Customer } from '../customer/customer.ts';
import { Activity, Conversation, Purchase, SupportCase } from '../interaction/interaction.ts';
import { SurveyResponse } from '../survey/survey-response.ts';
import { Metric } from './metric-enums.ts';
import { MetricFilter, PeriodInput } from './metric-inputs.ts';

export const MetricRow = createUnionType({
  name: 'MetricRow',
  description: 'What a figure is made of: an answered survey, something that happened, or a customer.',
  types: () => [SurveyResponse, SupportCase, Purchase, Conversation, Activity, Customer] as const,
});

@ObjectType('MetricRowConnection', {
  simpleResolvers: true,
  description: 'One page of what is behind a figure, newest first.',
})
export class MetricRowConnection {
  @Field(() => [MetricRow], {
    description:
      'The rows of this page, one for each answer, event or customer counted: a survey with two such questions comes twice. Customers whose data are gone are counted, but left out here.',
  })
  nodes!: object[];
  @Field(() => PageInfo, { description: 'Where this page lies, and the cursors to go on from it.' })
  pageInfo!: PageInfo;
  @Field(() => Int, {
    description:
      'How many there are on all pages: the n of the metric. Of EXPERIENCE_RATING the answers to all three parts, of CUSTOMER_LIFETIME_VALUE all purchases. Counted only when asked for.',
  })
  totalCount!: number;
}

@ArgsType()
export class MetricRowsArgs extends ForwardArgs {
  @Field(() => Metric, { description: 'The metric that the figure is of.' })
  metric!: keyof typeof Metric;
  @Field(() => PeriodInput, { description: 'The period of the figure.' })
  during!: PeriodInput;
  @Field(() => MetricFilter, { nullable: true, description: 'What is counted; everything without.' })
  where?: MetricFilter | null;
}

@Resolver()
export class MetricRowsResolver {
  @Takes(() => MetricRowsArgs)
  @Query(
    () => MetricRowConnection,
    orNull(
      'The answers, events or customers behind a figure of `metric`, newest first. Metrics of customers give the customers: CHURN_RATE those active at the start, RESPONSE_RATE those invited, CUSTOMER_ACQUISITION_COST the new ones. The privacy floor does not apply here: rows are for those who may read customers.',
    ),
  )
  metricRows(@Ctx() ctx: Context, @Info() info: GraphQLResolveInfo) {
    const selected = select(info);
    return readMetricRows(ctx, selected.args as unknown as Asked, selected);
  }
}
