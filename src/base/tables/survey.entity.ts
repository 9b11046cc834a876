// Surveys and their questions: what was asked, on which scale, and what it measures.
import { defineEntity, p } from '@mikro-orm/postgresql';
import { createdNow, id, idOf, number, text } from './columns.ts';

export const surveySchema = defineEntity({
  name: 'Survey',
  tableName: 'survey',
  properties: {
    id: id(),
    key: text().unique('survey_key'),
    name: text(),
    kind: text(),
    /** The connection it came from. */
    connectionId: idOf(),
    createdAt: createdNow(),
    updatedAt: createdNow(),
  },
});
export class Survey extends surveySchema.class {}
surveySchema.setClass(Survey);

export const surveyQuestionSchema = defineEntity({
  name: 'SurveyQuestion',
  tableName: 'survey_question',
  properties: {
    id: id(),
    surveyId: idOf(),
    key: text(),
    text: text(),
    measure: text(),
    scaleMin: number().nullable(),
    scaleMax: number().nullable(),
    higherIsBetter: p.boolean().default(true),
    positiveFrom: number().nullable(),
    position: p.integer().default(0),
  },
  uniques: [{ name: 'survey_question_key', properties: ['surveyId', 'key'] }],
});
export class SurveyQuestion extends surveyQuestionSchema.class {}
surveyQuestionSchema.setClass(SurveyQuestion);
