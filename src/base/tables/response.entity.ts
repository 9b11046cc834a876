// Invitations, responses and answers.
import { defineEntity, p } from '@mikro-orm/postgresql';
import { idOf, number, sharedId, text, time } from './columns.ts';

export const surveyInvitationSchema = defineEntity({
  name: 'SurveyInvitation',
  tableName: 'survey_invitation',
  properties: {
    /** The source record's. */
    id: sharedId(),
    surveyId: idOf(),
    customerRef: text().nullable(),
    customerId: idOf().nullable(),
    sentAt: time(),
    status: text(),
  },
  indexes: [
    // response rates
    {
      name: 'survey_invitation_sent',
      expression: 'create index "survey_invitation_sent" on "survey_invitation" ("survey_id", "sent_at")',
    },
    // the refresh: what a customer has
    {
      name: 'survey_invitation_customer',
      expression:
        'create index "survey_invitation_customer" on "survey_invitation" ("customer_id") where customer_id is not null',
    },
    {
      name: 'survey_invitation_customer_ref',
      expression:
        'create index "survey_invitation_customer_ref" on "survey_invitation" ("customer_ref") where customer_ref is not null',
    },
  ],
});
export class SurveyInvitation extends surveyInvitationSchema.class {}
surveyInvitationSchema.setClass(SurveyInvitation);

export const surveyResponseSchema = defineEntity({
  name: 'SurveyResponse',
  tableName: 'survey_response',
  properties: {
    /** The source record's. */
    id: sharedId(),
    connectionId: idOf(),
    /** "connection:object/id" */
    ref: text().unique('survey_response_ref'),
    surveyId: idOf(),
    customerId: idOf().nullable(),
    accountId: idOf().nullable(),
    caseId: idOf().nullable(),
    customerRef: text().nullable(),
    accountRef: text().nullable(),
    caseRef: text().nullable(),
    respondedAt: time(),
    channel: text(),
    touchpoint: text().nullable(),
  },
  indexes: [
    // surveyResponses, and those of one survey or customer
    {
      name: 'survey_response_responded',
      expression: 'create index "survey_response_responded" on "survey_response" ("responded_at", "id")',
    },
    {
      name: 'survey_response_survey',
      expression: 'create index "survey_response_survey" on "survey_response" ("survey_id", "responded_at", "id")',
    },
    {
      name: 'survey_response_customer',
      expression: 'create index "survey_response_customer" on "survey_response" ("customer_id", "responded_at", "id")',
    },
    // a case changed: who answered about it
    {
      name: 'survey_response_case',
      expression: 'create index "survey_response_case" on "survey_response" ("case_id") where case_id is not null',
    },
    // late binding
    ...(['customer_ref', 'account_ref', 'case_ref'] as const).map(column => ({
      name: `survey_response_${column}`,
      expression: `create index "survey_response_${column}" on "survey_response" ("${column}") where ${column} is not null`,
    })),
  ],
});
export class SurveyResponse extends surveyResponseSchema.class {}
surveyResponseSchema.setClass(SurveyResponse);

export const surveyAnswerSchema = defineEntity({
  name: 'SurveyAnswer',
  tableName: 'survey_answer',
  properties: {
    responseRef: text().primary(),
    questionKey: text().primary(),
    /** The record it came with: the response's own, or one of its own. */
    sourceRecordId: idOf(),
    /** The question, where the answer is what brings it. */
    asked: p.json<Record<string, unknown>>().nullable(),
    /** Null until the response is known. */
    responseId: idOf().nullable(),
    questionId: idOf().nullable(),
    score: number().nullable(),
    text: text().nullable(),
    sentiment: number().nullable(),
  },
  indexes: [
    // SurveyResponse.answers
    {
      name: 'survey_answer_response',
      expression: 'create index "survey_answer_response" on "survey_answer" ("response_id")',
    },
    {
      name: 'survey_answer_source',
      expression: 'create index "survey_answer_source" on "survey_answer" ("source_record_id")',
    },
  ],
});
export class SurveyAnswer extends surveyAnswerSchema.class {}
surveyAnswerSchema.setClass(SurveyAnswer);
