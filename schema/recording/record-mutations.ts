// Data that does not come from a CRM.
import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Mutation, Resolver } from 'type-graphql';
import { requireRole } from '../../src/base/access/require-role.ts';
import type { Context } from '../../src/base/context/context.ts';
import { recordInteractions } from '../../src/ingest/recording/record-interactions.ts';
import { recordSurveyInvitations, recordSurveyResponses } from '../../src/ingest/recording/record-survey-responses.ts';
import { saveSurvey } from '../../src/ingest/recording/save-survey.ts';
import { readSurvey } from '../../src/serve/graph/survey.read.ts';
import { select } from '../common/selection.ts';
import { Survey } from '../survey/survey.ts';
import { SaveSurveyInput } from '../survey/survey-inputs.ts';
import {
  RecordInteractionInput,
  RecordResult,
  RecordSurveyInvitationInput,
  RecordSurveyResponseInput,
} from './record-inputs.ts';

@Resolver()
export class RecordMutations {
  @Mutation(() => RecordResult, {
    description:
      'Records what happened with customers, up to 1000 at a time in a body of up to 2 MB. What is wrong with one loses that one alone. Needs the role ANALYST.',
  })
  recordInteractions(
    @Arg('interactions', () => [RecordInteractionInput], { description: 'What happened.' })
    interactions: RecordInteractionInput[],
    @Ctx() ctx: Context,
  ): Promise<RecordResult> {
    requireRole(ctx, 'ANALYST');
    return recordInteractions(ctx, interactions);
  }

  @Mutation(() => Survey, { description: 'Creates a survey or updates the one with that key. Needs the role ANALYST.' })
  async saveSurvey(
    @Arg('input', () => SaveSurveyInput, { description: 'The survey.' }) input: SaveSurveyInput,
    @Ctx() ctx: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    requireRole(ctx, 'ANALYST');
    const survey = await saveSurvey(ctx, input);
    return readSurvey(ctx, survey.id, select(info));
  }

  @Mutation(() => RecordResult, {
    description:
      'Records who was invited to surveys, up to 1000 at a time in a body of up to 2 MB. What is wrong with one loses that one alone. Needs the role ANALYST.',
  })
  recordSurveyInvitations(
    @Arg('invitations', () => [RecordSurveyInvitationInput], { description: 'The invitations.' })
    invitations: RecordSurveyInvitationInput[],
    @Ctx() ctx: Context,
  ): Promise<RecordResult> {
    requireRole(ctx, 'ANALYST');
    return recordSurveyInvitations(ctx, invitations);
  }

  @Mutation(() => RecordResult, {
    description:
      'Records answers to surveys, up to 1000 at a time in a body of up to 2 MB. What is wrong with one loses that one alone. Needs the role ANALYST.',
  })
  recordSurveyResponses(
    @Arg('responses', () => [RecordSurveyResponseInput], { description: 'The filled-in surveys.' })
    responses: RecordSurveyResponseInput[],
    @Ctx() ctx: Context,
  ): Promise<RecordResult> {
    requireRole(ctx, 'ANALYST');
    return recordSurveyResponses(ctx, responses);
  }
}
