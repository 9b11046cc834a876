// Invitations and answers that come from any survey tool through our own API.
import { cutText, MAX_ID } from '../../../connectors/bounds.ts';
import type { Of, Question } from '../../../connectors/records.ts';
import type { Context } from '../../base/context/context.ts';
import { badInput, UserError } from '../../base/errors.ts';
import { isOnScale } from '../surveys/scales.ts';
import type { CustomerBy } from './find-customer.ts';
import type { RecordResult } from './record.ts';
import { recordForCustomers } from './record-items.ts';

export interface RecordSurveyResponseInput {
  readonly id: string;
  /** Absent for anonymous answers. */
  readonly customer?: CustomerBy | null;
  readonly survey: string;
  readonly respondedAt: Date;
  readonly channel?: Of<'response'>['channel'] | null;
  readonly touchpoint?: string | null;
  readonly answers: readonly {
    readonly question: string;
    readonly score?: number | null;
    readonly text?: string | null;
  }[];
}

export interface RecordSurveyInvitationInput {
  readonly id: string;
  readonly customer: CustomerBy;
  readonly survey: string;
  readonly sentAt: Date;
  readonly status: Of<'invitation'>['status'];
}

/** Idempotent by `id`. What cannot be taken is listed with its reason; the rest is taken. */
export function recordSurveyResponses(
  ctx: Context,
  inputs: readonly RecordSurveyResponseInput[],
): Promise<RecordResult> {
  return recordForCustomers(ctx, inputs, 'responses', async clean => {
    const surveys = await loadSurveys(ctx, clean);
    return {
      object: 'response',
      faultOf: input => faultOfResponse(input, surveys),
      toRecord: (input, customer) => ({
        type: 'response',
        survey: input.survey,
        customer,
        respondedAt: input.respondedAt.toISOString(),
        channel: input.channel ?? 'OTHER',
        touchpoint: input.touchpoint,
        answers: [...input.answers],
      }),
    };
  });
}

/** The same for invitations: they are what response rates are counted against. */
export function recordSurveyInvitations(
  ctx: Context,
  inputs: readonly RecordSurveyInvitationInput[],
): Promise<RecordResult> {
  return recordForCustomers(ctx, inputs, 'invitations', async clean => {
    const surveys = await loadSurveys(ctx, clean);
    return {
      object: 'invitation',
      faultOf: input => (surveys.has(input.survey) ? null : unknownSurvey(input.survey)),
      toRecord: (input, customer) => ({
        type: 'invitation',
        survey: input.survey,
        customer,
        sentAt: input.sentAt.toISOString(),
        status: input.status,
      }),
    };
  });
}

interface Asked {
  readonly key: string;
  readonly measure: Question['measure'];
  readonly scaleMin: number | null;
  readonly scaleMax: number | null;
}
type Surveys = ReadonlyMap<string, ReadonlyMap<string, Asked>>;

async function loadSurveys(ctx: Context, inputs: readonly { readonly survey: string }[]): Promise<Surveys> {
  const rows = await ctx.sql.query<{ survey: string; questions: Asked[] }>(
    `select s.key as survey, coalesce(json_agg(json_build_object('key', q.key, 'measure', q.measure, 'scaleMin', q.scale_min, 'scaleMax', q.scale_max)) filter (where q.id is not null), '[]') as questions
     from survey s left join survey_question q on q.survey_id = s.id where s.key = any($1) group by s.key`,
    [[...new Set(inputs.map(input => input.survey))]],
  );
  return new Map(rows.map(row => [row.survey, new Map(row.questions.map(question => [question.key, question]))]));
}

/** In a message: what was sent may be long, and so may be a list. */
const show = (text: string) => (text.length > MAX_ID ? `${cutText(text, MAX_ID)}…` : text);

function unknownSurvey(key: string): UserError {
  const message = `There is no survey "${show(key)}". Save it with saveSurvey first.`;
  return new UserError('NOT_FOUND', message, { field: 'survey' });
}

function faultOfResponse(input: RecordSurveyResponseInput, surveys: Surveys): UserError | null {
  const questions = surveys.get(input.survey);
  if (!questions) return unknownSurvey(input.survey);
  if (input.answers.length === 0) return badInput('answers', 'A response has at least one answer.');
  for (const [i, answer] of input.answers.entries()) {
    const fault = faultOfAnswer(`answers[${i}]`, answer, input.survey, questions);
    if (fault) return fault;
  }
  return null;
}

function faultOfAnswer(
  field: string,
  { question: key, score, text }: RecordSurveyResponseInput['answers'][number],
  survey: string,
  questions: ReadonlyMap<string, Asked>,
): UserError | null {
  const question = questions.get(key);
  if (!question) {
    const has = show([...questions.keys()].join(', '));
    const message = `The survey "${survey}" has no question "${show(key)}". It has: ${has}.`;
    return new UserError('NOT_FOUND', message, { field: `${field}.question` });
  }
  if (score != null && !isOnScale(score, question)) {
    const { scaleMin: min, scaleMax: max } = question;
    const isBetween = score >= (min ?? score) && score <= (max ?? score);
    const why = isBetween ? 'is not a whole number' : `is outside its scale ${min ?? '-∞'} to ${max ?? '∞'}`;
    return badInput(`${field}.score`, `The score ${score} of "${key}" ${why}.`);
  }
  if (score == null && !text?.trim())
    return badInput(`${field}.score`, `The answer to "${key}" has neither score nor text.`);
  return null;
}
