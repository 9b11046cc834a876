// From canonical answers to the table of answers, and their way to responses and questions.
import type { Of, Question } from '../../../connectors/records.ts';
import { columnset, encodeColumns } from '../../base/database/bulk.ts';
import type { Sql } from '../../base/database/sql.ts';
import type { LandedAs } from '../landed.ts';
import { markRows } from '../marks/marks.ts';
import { refOf, type Scope } from '../ref.ts';
import { writeQuestions } from './definitions.ts';
import { onScale } from './scales.ts';

/** An answer whose score lies on no step of its question's scale, and is none therefore. */
export interface OffScale {
  /** source_record id of what brought it. */
  readonly source: number;
  readonly question: string;
  readonly score: number;
}

/**
 * Answers that come as records of their own. Their questions are added to the response's survey once that is known.
 * Returns the refs of the responses that gained one; those that lost one are marked.
 */
export async function projectAnswers(
  tx: Sql,
  scope: Scope,
  items: readonly LandedAs<Of<'answer'>>[],
  gone: readonly number[],
): Promise<{ responses: readonly string[]; offScale: readonly OffScale[] }> {
  await forgetAnswers(tx, gone);
  if (items.length === 0) return { responses: [], offScale: [] };
  const rows = items.map(({ id, record, scores }) => ({
    source: id,
    response: refOf(scope, record.response.object, record.response.id),
    question: record.question.key,
    asked: record.question,
    score: record.score,
    text: record.text,
    sentiment: scores.get(record.text ?? ''),
  }));
  const offScale = await writeAnswers(
    tx,
    rows,
    items.map(item => item.id),
  );
  const responses = [...new Set(rows.map(row => row.response))];
  return { responses, offScale: [...offScale, ...(await bindAnswers(tx, responses))] };
}

/** Marks the responses they belonged to. A page forgets in more than one place, and the first finds them. */
export async function forgetAnswers(tx: Sql, sources: readonly number[]): Promise<void> {
  if (sources.length === 0) return;
  await tx.query(
    `with gone as (delete from survey_answer where source_record_id = any($1) returning response_ref as ref)
     ${markRows('(select r.id, r.customer_id from gone join survey_response r using (ref))')}`,
    [sources],
    'answers-forget',
  );
}

export interface AnswerRow {
  source: number;
  response: string;
  question: string;
  /** The question's text and scale, where the answer is what brings them. */
  asked?: Question;
  score?: number | null;
  text?: string | null;
  sentiment?: number | null | undefined;
}

/**
 * In the place of all answers that these sources brought before. Those whose response and question are known are bound. Returns
 * those whose score is none on the scale of their question: they have no score.
 */
export async function writeAnswers(
  tx: Sql,
  answers: readonly AnswerRow[],
  sources: readonly number[],
): Promise<OffScale[]> {
  await forgetAnswers(tx, sources);
  if (answers.length === 0) return [];
  return tx.query<OffScale>(
    // Bound as they are written: to write each twice would cost as much again.
    `with incoming as materialized (
       select distinct on (r.response, r.question) r.*, b.response_id, b.question_id, b.question_id is null or b.fits as fits
       from ${columnset('r', ANSWER)}
       left join lateral (
         select t.id as response_id, q.id as question_id, ${onScale('r.score', 'q')} as fits
         from survey_response t join survey_question q on q.survey_id = t.survey_id and q.key = r.question
         where t.ref = r.response limit 1
       ) b on true
       order by r.response, r.question, r.source
     ), written as (
       insert into survey_answer (response_ref, question_key, source_record_id, asked, response_id, question_id, score, text, sentiment)
       select n.response, n.question, n.source, n.asked, n.response_id, n.question_id, case when n.fits then n.score end, n.text, n.sentiment
       from incoming n
       on conflict (response_ref, question_key) do update set source_record_id = excluded.source_record_id, asked = excluded.asked,
         score = excluded.score, text = excluded.text, sentiment = excluded.sentiment,
         response_id = excluded.response_id, question_id = excluded.question_id
     ) select source, question, score from incoming where not fits and score is not null`,
    encodeColumns(
      answers.map(answer => ({ ...answer, asked: answer.asked && JSON.stringify(answer.asked) })),
      ANSWER,
    ),
    'answers-write',
  );
}

const ANSWER = {
  response: 'text',
  question: 'text',
  source: 'bigint',
  asked: 'jsonb',
  score: 'float8',
  text: 'text',
  sentiment: 'float8',
};

/**
 * Joins answers that are not yet to their responses and questions. A score that the question's scale does not have is none: it
 * becomes null, and is returned.
 */
export async function bindAnswers(tx: Sql, responseRefs: readonly string[]): Promise<OffScale[]> {
  const unknown = await tx.query<{ survey: string; key: string; asked: Question | null }>(
    `select distinct on (s.id, a.question_key) s.key as survey, a.question_key as key, a.asked
     from survey_answer a join survey_response t on t.ref = a.response_ref join survey s on s.id = t.survey_id
     where a.response_ref = any($1)
       and not exists (select from survey_question q where q.survey_id = s.id and q.key = a.question_key)
     order by s.id, a.question_key, a.source_record_id`,
    [responseRefs],
    'questions-unknown',
  );
  const question = (key: string): Question => ({ key, text: key, measure: 'OTHER', higherIsBetter: true });
  await writeQuestions(
    tx,
    unknown.map(({ survey, key, asked }) => ({ survey, question: asked ?? question(key) })),
    false,
  );
  return tx.query<OffScale>(
    `with lost as (
       select a.source_record_id as source, a.question_key as question, a.score
       from survey_answer a, survey_response t, survey_question q
       where ${NOT_BOUND} and a.score is not null and not ${onScale('a.score', 'q')}
     ), bound as (
       update survey_answer a set response_id = t.id, question_id = q.id,
         score = case when ${onScale('a.score', 'q')} then a.score end
       from survey_response t, survey_question q where ${NOT_BOUND}
     ) select source, question, score from lost`,
    [responseRefs],
    'answers-bind',
  );
}

/** Joins answers, responses and questions, where they are not joined yet. */
const NOT_BOUND = `a.response_ref = any($1) and t.ref = a.response_ref and q.survey_id = t.survey_id and q.key = a.question_key
  and (a.response_id, a.question_id) is distinct from (t.id, q.id)`;
