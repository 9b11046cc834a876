// How survey responses and their answers are read.
import type { Context } from '../../base/context/context.ts';
import type { DateRange } from '../../base/database/conditions.ts';
import { between, idArgument, oneOf, survivorOf } from '../../base/database/conditions.ts';
import type { Statement } from '../../base/database/statement.ts';
import { customerType } from './customer.read.ts';
import { interactionType } from './interaction.read.ts';
import type { GraphType, List } from './model.ts';
import { column, columns, id, one, times } from './model.ts';
import type { RawPage } from './page.ts';
import { readPage } from './read.ts';
import type { Selected } from './selection.ts';
import { sourceRecordsOf } from './source-record.read.ts';
import { questionType, surveyType } from './survey.read.ts';

const answerType: GraphType = {
  name: 'SurveyAnswer',
  table: 'survey_answer',
  fields: {
    question: one(
      () => questionType,
      (row, question) => `${question}.id = ${row}.question_id`,
    ),
    score: column('score'),
    text: column('text'),
    sentiment: column('sentiment'),
  },
};

export const responseType: GraphType = {
  name: 'SurveyResponse',
  table: 'survey_response',
  fields: {
    id: id('response'),
    ...columns('channel', 'touchpoint'),
    ...times('respondedAt'),
    customer: one(
      () => customerType,
      (row, customer) => `${customer}.id = ${row}.customer_id`,
    ),
    survey: one(
      () => surveyType,
      (row, survey) => `${survey}.id = ${row}.survey_id`,
    ),
    case: one(
      () => interactionType,
      (row, supportCase) => `${supportCase}.id = ${row}.case_id and ${supportCase}.kind = 'SUPPORT_CASE'`,
    ),
    answers: {
      kind: 'many',
      type: () => answerType,
      // An answer whose question is not known yet cannot be read.
      join: (row, answer) => `${answer}.response_id = ${row}.id and ${answer}.question_id is not null`,
      order: answer =>
        `(select q.position from survey_question q where q.id = ${answer}.question_id), ${answer}.question_key`,
    },
    sourceRecords: sourceRecordsOf(
      row => `select ${row}.id union select source_record_id from survey_answer where response_id = ${row}.id`,
    ),
  },
};

interface NumberTest {
  eq?: number | null;
  lt?: number | null;
  lte?: number | null;
  gt?: number | null;
  gte?: number | null;
}
interface SurveyResponseFilter {
  survey?: string | null;
  measure?: string | null;
  score?: NumberTest | null;
  respondedAt?: DateRange | null;
  customer?: string | null;
  touchpoint?: string[] | null;
  channel?: string[] | null;
}

export const surveyResponseList: List = {
  type: () => responseType,
  orders: { RESPONDED_AT: { key: row => `${row}.responded_at`, type: 'timestamptz' } },
  defaultOrder: { field: 'RESPONDED_AT', descending: true },
  filter(row, s, args) {
    const where = (args.where ?? {}) as SurveyResponseFilter;
    const conditions = [
      ...oneOf(s, `${row}.channel`, where.channel),
      ...oneOf(s, `${row}.touchpoint`, where.touchpoint),
      ...between(s, `${row}.responded_at`, where.respondedAt),
      ...hasAnswer(s, row, where),
    ];
    if (where.survey != null) {
      conditions.push(`${row}.survey_id = (select id from survey where key = ${s.bind(where.survey, 'text')})`);
    }
    if (where.customer != null) {
      const customer = idArgument('where.customer', 'customer', where.customer);
      conditions.push(`${row}.customer_id = ${survivorOf(s, 'customer', customer)}`);
    }
    return conditions;
  },
};

const SIGNS = { eq: '=', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const;

/** One and the same answer must have the measure and pass the test. */
function hasAnswer(s: Statement, row: string, { measure, score }: SurveyResponseFilter): string[] {
  if (measure == null && score == null) return [];
  const conditions = [`a.response_id = ${row}.id`];
  if (measure != null) conditions.push(`q.measure = ${s.bind(measure, 'text')}`);
  for (const [name, sign] of Object.entries(SIGNS)) {
    const limit = score?.[name as keyof typeof SIGNS];
    if (limit != null) conditions.push(`a.score ${sign} ${s.bind(limit, 'double precision')}`);
  }
  const answers = 'survey_answer a join survey_question q on q.id = a.question_id';
  return [`exists (select from ${answers} where ${conditions.join(' and ')})`];
}

export function listSurveyResponses(ctx: Context, selected: Selected): Promise<RawPage> {
  return readPage(ctx, () => surveyResponseList, selected);
}
