// Queries about surveys and their responses.
import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, Info, Query, Resolver } from 'type-graphql';
import type { Context } from '../../src/base/context/context.ts';
import { listSurveyResponses } from '../../src/serve/graph/response.read.ts';
import { listSurveys } from '../../src/serve/graph/survey.read.ts';
import { orNull, Takes } from '../common/describe.ts';
import { select } from '../common/selection.ts';
import { Survey } from './survey.ts';
import { SurveyResponseConnection, SurveyResponsesArgs } from './survey-response-list.ts';

@Resolver()
export class SurveyResolver {
  @Query(() => [Survey], orNull('All surveys, by name.'))
  surveys(@Ctx() ctx: Context, @Info() info: GraphQLResolveInfo) {
    return listSurveys(ctx, select(info));
  }

  @Takes(() => SurveyResponsesArgs)
  @Query(() => SurveyResponseConnection, orNull('All survey responses, page by page, newest first.'))
  surveyResponses(@Ctx() ctx: Context, @Info() info: GraphQLResolveInfo) {
    return listSurveyResponses(ctx, select(info));
  }
}
