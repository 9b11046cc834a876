// How surveys and their questions are read.
import type { Context } from '../../base/context/context.ts';
import type { GraphType } from './model.ts';
import { columns, id, page } from './model.ts';
import { readAll, readOne } from './read.ts';
import { surveyResponseList } from './response.read.ts';
import type { Selected } from './selection.ts';

export const questionType: GraphType = {
  name: 'SurveyQuestion',
  table: 'survey_question',
  fields: columns('key', 'text', 'measure', 'scaleMin', 'scaleMax', 'higherIsBetter', 'positiveFrom'),
};

export const surveyType: GraphType = {
  name: 'Survey',
  table: 'survey',
  fields: {
    id: id('survey'),
    ...columns('key', 'name', 'kind'),
    questions: {
      kind: 'many',
      type: () => questionType,
      join: (row, question) => `${question}.survey_id = ${row}.id`,
      order: question => `${question}.position, ${question}.id`,
    },
    responses: page(
      () => surveyResponseList,
      (row, response) => `${response}.survey_id = ${row}.id`,
    ),
  },
};

export function listSurveys(ctx: Context, selected: Selected): Promise<object[]> {
  return readAll(ctx, () => surveyType, selected, { order: row => `${row}.name, ${row}.id` });
}

/** By row id, for what was just saved. */
export function readSurvey(ctx: Context, survey: number, selected: Selected): Promise<object | null> {
  return readOne(
    ctx,
    () => surveyType,
    selected,
    (row, s) => `${row}.id = ${s.bind(survey, 'bigint')}`,
  );
}
