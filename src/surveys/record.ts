// Invitations and answers that come from any survey tool through our own API.
import type { Of } from '../../connectors/records.ts';
import type { Context } from '../context.ts';
import type { CustomerBy } from '../customers/find.ts';
import { recordForCustomers } from '../customers/record.ts';
import type { RecordResult } from '../sync/record.ts';

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
export async function recordSurveyResponses(
  ctx: Context,
  inputs: readonly RecordSurveyResponseInput[],
): Promise<RecordResult> {
  const surveys = await loadSurveys(
    ctx,
    inputs.map(input => input.survey),
  );
  return recordForCustomers(ctx, inputs, {
    field: 'responses',
    object: 'response',
    problemOf: input => problemOfResponse(input, surveys),
    toRecord: (input, customer) => ({
      type: 'response',
      survey: input.survey,
      customer,
      respondedAt: input.respondedAt.toISOString(),
      channel: input.channel ?? 'OTHER',
      touchpoint: input.touchpoint,
      answers: [...input.answers],
    }),
  });
}

/** The same for invitations: they are what response rates are counted against. */
export async function recordSurveyInvitations(
  ctx: Context,
  inputs: readonly RecordSurveyInvitationInput[],
): Promise<RecordResult> {
  const surveys = await loadSurveys(
    ctx,
    inputs.map(input => input.survey),
  );
  return recordForCustomers(ctx, inputs, {
    field: 'invitations',
    object: 'invitation',
    problemOf: input => unknownSurvey(input.survey, surveys),
    toRecord: (input, customer) => ({
      type: 'invitation',
      survey: input.survey,
      customer,
      sentAt: input.sentAt.toISOString(),
      status: input.status,
    }),
  });
}

interface Asked {
  key: string;
  scale_min: number | null;
  scale_max: number | null;
}
type Surveys = ReadonlyMap<string, ReadonlyMap<string, Asked>>;

async function loadSurveys(ctx: Context, keys: readonly string[]): Promise<Surveys> {
  const rows = await ctx.sql.query<{ survey: string; questions: Asked[] }>(
    `select s.key as survey, coalesce(json_agg(json_build_object('key', q.key, 'scale_min', q.scale_min, 'scale_max', q.scale_max)) filter (where q.id is not null), '[]') as questions
     from survey s left join survey_question q on q.survey_id = s.id where s.key = any($1) group by s.key`,
    [[...new Set(keys)]],
  );
  return new Map(rows.map(row => [row.survey, new Map(row.questions.map(question => [question.key, question]))]));
}

function unknownSurvey(key: string, surveys: Surveys): string | null {
  return surveys.has(key) ? null : `There is no survey "${key}". Save it with saveSurvey first.`;
}

function problemOfResponse(input: RecordSurveyResponseInput, surveys: Surveys): string | null {
  const questions = surveys.get(input.survey);
  if (!questions) return unknownSurvey(input.survey, surveys);
  if (input.answers.length === 0) return 'A response has at least one answer.';
  for (const answer of input.answers) {
    const question = questions.get(answer.question);
    if (!question)
      return `The survey "${input.survey}" has no question "${answer.question}". It has: ${[...questions.keys()].join(', ')}.`;
    const [min, max] = [question.scale_min ?? Number.NEGATIVE_INFINITY, question.scale_max ?? Number.POSITIVE_INFINITY];
    if (answer.score != null && (answer.score < min || answer.score > max))
      return `The score ${answer.score} of "${answer.question}" is outside its scale ${min} to ${max}.`;
    if (answer.score == null && !answer.text?.trim())
      return `The answer to "${answer.question}" has neither score nor text.`;
  }
  return null;
}
