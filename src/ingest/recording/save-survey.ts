// Surveys that are defined here, not at a source.
import type { Question } from '../../../connectors/records.ts';
import type { Context } from '../../base/context/context.ts';
import { badInput, checkKey, UserError } from '../../base/errors.ts';
import { Survey } from '../../base/tables/survey.entity.ts';
import { mark } from '../marks/marks.ts';
import { requestRefresh } from '../marks/request.ts';
import { projectSurveys } from '../surveys/definitions.ts';
import { scaleOf } from '../surveys/scales.ts';
import { apiScope } from './record.ts';

export interface SaveSurveyInput {
  /** Small letters, digits and dashes. */
  readonly key: string;
  readonly name: string;
  readonly kind: 'RELATIONSHIP' | 'TOUCHPOINT';
  readonly questions: readonly SaveSurveyQuestionInput[];
}

export interface SaveSurveyQuestionInput {
  readonly key: string;
  readonly text: string;
  readonly measure: Question['measure'];
  readonly scaleMin?: number | null;
  readonly scaleMax?: number | null;
  readonly higherIsBetter?: boolean | null;
  readonly positiveFrom?: number | null;
}

/** Creates it or brings it up to date by key. Questions that are not named any more stay, with their answers. */
export async function saveSurvey(ctx: Context, input: SaveSurveyInput): Promise<Survey> {
  check(input);
  const scope = await apiScope(ctx);
  await ctx.sql.transaction(async tx => {
    const owner = await tx.one<{ connection_id: number; name: string }>(
      `select s.connection_id, c.name from survey s join connection c on c.id = s.connection_id where s.key = $1`,
      [input.key],
    );
    if (owner && owner.connection_id !== scope.connectionId) {
      throw new UserError(
        'CONFLICT',
        `The survey "${input.key}" comes from ${owner.name} and is changed there. Choose another key.`,
        { field: 'key' },
      );
    }
    const questions = input.questions.map(question => ({
      ...question,
      higherIsBetter: question.higherIsBetter ?? true,
    }));
    const surveys = await projectSurveys(tx, scope, [
      { type: 'survey', key: input.key, name: input.name.trim(), kind: input.kind, questions },
    ]);
    await mark(tx, { surveys });
  });
  await requestRefresh(ctx);
  return ctx.em.findOneOrFail(Survey, { key: input.key }, { refresh: true });
}

function check(input: SaveSurveyInput): void {
  checkKey('key', input.key);
  if (input.name.trim() === '') throw badInput('name', 'Give the survey a name.');
  if (input.questions.length === 0) throw badInput('questions', 'A survey has at least one question.');
  const seen = new Set<string>();
  for (const [i, question] of input.questions.entries()) {
    const field = `questions.${i}`;
    checkKey(`${field}.key`, question.key);
    if (seen.has(question.key)) throw badInput(`${field}.key`, `Two questions have the key "${question.key}".`);
    seen.add(question.key);
    const { scaleMin, scaleMax, positiveFrom } = scaleOf(question);
    if (scaleMin !== null && scaleMax !== null && scaleMin >= scaleMax)
      throw badInput(`${field}.scaleMin`, 'scaleMin must be below scaleMax.');
    if (
      positiveFrom !== null &&
      (positiveFrom < (scaleMin ?? positiveFrom) || positiveFrom > (scaleMax ?? positiveFrom))
    ) {
      throw badInput(`${field}.positiveFrom`, 'positiveFrom must lie on the scale.');
    }
  }
}
