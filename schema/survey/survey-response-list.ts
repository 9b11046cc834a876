// Pages of survey responses and the filters that narrow them.
import { ArgsType, Field, ID, InputType } from 'type-graphql';
import { DateRange, NumberTest } from '../common/filters.ts';
import { connectionOf, ForwardArgs, PageArgs } from '../common/paging.ts';
import { Channel } from '../interaction/interaction-kinds.ts';
import { Measure } from './survey.ts';
import { SurveyResponse } from './survey-response.ts';

export const SurveyResponseConnection = connectionOf('SurveyResponse', () => SurveyResponse, 'survey responses');

@InputType('SurveyResponseFilter', {
  description:
    'Which responses; all conditions given must hold. `measure` and `score` are about one and the same answer.',
})
export class SurveyResponseFilter {
  @Field(() => String, { nullable: true, description: 'It answers the survey with this key.' })
  survey?: string | null;
  @Field(() => Measure, { nullable: true, description: 'It has an answer that measures this.' })
  measure?: keyof typeof Measure | null;
  @Field(() => NumberTest, { nullable: true, description: 'It has an answer with such a score.' })
  score?: NumberTest | null;
  @Field(() => DateRange, { nullable: true, description: 'It was sent in within this span.' })
  respondedAt?: DateRange | null;
  @Field(() => ID, { nullable: true, description: 'This customer answered.' })
  customer?: string | null;
  @Field(() => [String], { nullable: true, description: 'Its touchpoint is exactly one of these.' })
  touchpoint?: string[] | null;
  @Field(() => [Channel], { nullable: true, description: 'Its channel is one of these.' })
  channel?: (keyof typeof Channel)[] | null;
}

const WHERE = { nullable: true, description: 'Only responses for which all of this holds.' };

@ArgsType()
export class SurveyResponsesArgs extends PageArgs {
  @Field(() => SurveyResponseFilter, WHERE)
  where?: SurveyResponseFilter | null;
}

@ArgsType()
export class NestedResponsesArgs extends ForwardArgs {
  @Field(() => SurveyResponseFilter, WHERE)
  where?: SurveyResponseFilter | null;
}
