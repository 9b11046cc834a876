// From canonical surveys, invitations, responses and answers to their tables.
import type { Of, Question } from '../../connectors/records.ts';
import { encodeRows, recordset } from '../database/bulk.ts';
import type { Sql } from '../database/sql.ts';
import { linkedRef, lookup, type Role } from '../identity/bind.ts';
import { markRows } from '../refresh/marks.ts';
import { type Landed, maybeRef, refOf, type Scope } from '../sync/ref.ts';
import { scaleOf } from './scales.ts';

const roles: readonly Role[] = ['customer', 'account', 'case'];

/** Keys of a connection's surveys carry its own key, so that two sources cannot clash; those of our API are plain. */
export function surveyKey(scope: Scope, key: string): string {
  return scope.connectionKey === 'api' ? key : `${scope.connectionKey}-${key}`;
}

/** Returns the surveys that a known question of which now means something else. */
export async function projectSurveys(tx: Sql, scope: Scope, surveys: readonly Of<'survey'>[]): Promise<number[]> {
  if (surveys.length === 0) return [];
  const byKey = new Map(surveys.map(survey => [surveyKey(scope, survey.key), survey]));
  const rows = [...byKey].map(([key, { name, kind }]) => ({ key, name, kind }));
  await tx.query(
    `insert into survey as s (key, name, kind, connection_id)
     select r.key, r.name, r.kind, $2 from ${recordset('r', { key: 'text', name: 'text', kind: 'text' })}
     on conflict (key) do update set name = excluded.name, kind = excluded.kind, updated_at = now()
     where (s.name, s.kind) is distinct from (excluded.name, excluded.kind)`,
    [encodeRows(rows), scope.connectionId],
    'surveys-write',
  );
  return writeQuestions(
    tx,
    [...byKey].flatMap(([survey, { questions }]) => questions.map(question => ({ survey, question }))),
    true,
  );
}

/** With `update`, what is stated replaces what is there; without it only unknown questions are added. */
async function writeQuestions(
  tx: Sql,
  items: readonly { survey: string; question: Question }[],
  update: boolean,
): Promise<number[]> {
  if (items.length === 0) return [];
  const rows = items.map(({ survey, question }, position) => ({ survey, ...question, ...scaleOf(question), position }));
  const written = await tx.query<{ survey: number; known: boolean }>(
    `insert into survey_question as q (survey_id, key, text, measure, scale_min, scale_max, higher_is_better, positive_from, position)
     select distinct on (s.id, r.key) s.id, r.key, r.text, r.measure, r."scaleMin", r."scaleMax", r."higherIsBetter", r."positiveFrom", r.position
     from ${recordset('r', { survey: 'text', key: 'text', text: 'text', measure: 'text', scaleMin: 'float8', scaleMax: 'float8', higherIsBetter: 'boolean', positiveFrom: 'float8', position: 'int' })}
     join survey s on s.key = r.survey
     order by s.id, r.key, r.position
     on conflict (survey_id, key) do ${
       update
         ? `update set text = excluded.text, measure = excluded.measure, scale_min = excluded.scale_min, scale_max = excluded.scale_max,
              higher_is_better = excluded.higher_is_better, positive_from = excluded.positive_from, position = excluded.position
              where (${meaning('q')}, q.text, q.position) is distinct from (${meaning('excluded')}, excluded.text, excluded.position)`
         : 'nothing'
     } returning q.survey_id as survey, q.xmax <> 0 as known`,
    [encodeRows(rows)],
    update ? 'questions-write' : 'questions-add',
  );
  return [...new Set(written.filter(row => row.known).map(row => row.survey))];
}

const meaning = (row: string) =>
  ['measure', 'scale_min', 'scale_max', 'higher_is_better', 'positive_from']
    .map(column => `${row}.${column}`)
    .join(', ');

/** Surveys that are only named so far, so that nothing waits for them. */
async function ensureSurveys(tx: Sql, scope: Scope, keys: readonly string[]): Promise<void> {
  await tx.query(
    `insert into survey (key, name, kind, connection_id)
     select k, k, 'RELATIONSHIP', $2 from unnest($1::text[]) k where not exists (select from survey s where s.key = k)
     on conflict (key) do nothing`,
    [[...new Set(keys)], scope.connectionId],
    'surveys-ensure',
  );
}

export async function projectInvitations(
  tx: Sql,
  scope: Scope,
  items: readonly Landed<Of<'invitation'>>[],
  gone: readonly number[],
): Promise<void> {
  if (gone.length > 0) await tx.query(`delete from survey_invitation where id = any($1)`, [gone], 'invitations-remove');
  if (items.length === 0) return;
  const rows = items.map(({ id, record }) => ({
    id,
    survey: surveyKey(scope, record.survey),
    customer: maybeRef(scope, record.customer),
    sent: record.sentAt,
    status: record.status,
  }));
  await ensureSurveys(
    tx,
    scope,
    rows.map(row => row.survey),
  );
  await tx.query(
    `insert into survey_invitation (id, survey_id, customer_ref, customer_id, sent_at, status)
     select r.id, s.id, r.customer, ${lookup('customer', 'r.customer')}, r.sent, r.status
     from ${recordset('r', { id: 'bigint', survey: 'text', customer: 'text', sent: 'timestamptz', status: 'text' })}
     join survey s on s.key = r.survey
     on conflict (id) do update set survey_id = excluded.survey_id, customer_ref = excluded.customer_ref,
       customer_id = excluded.customer_id, sent_at = excluded.sent_at, status = excluded.status`,
    [encodeRows(rows)],
    'invitations-write',
  );
}

/** Writes and binds responses with their own answers. Returns the customers who gained or lost one. */
export async function projectResponses(
  tx: Sql,
  scope: Scope,
  items: readonly Landed<Of<'response'>>[],
  gone: readonly number[],
): Promise<number[]> {
  const removed = gone.length === 0 ? [] : await removeResponses(tx, gone);
  if (items.length === 0) return removed;
  const rows = items.map(({ id, ref, record }) => ({
    id,
    ref,
    survey: surveyKey(scope, record.survey),
    responded: record.respondedAt,
    channel: record.channel,
    touchpoint: record.touchpoint,
    customer: maybeRef(scope, record.customer),
    account: maybeRef(scope, record.account),
    case: maybeRef(scope, record.case),
  }));
  await ensureSurveys(
    tx,
    scope,
    rows.map(row => row.survey),
  );
  const written = await tx.query<{ before: number | null; after: number | null }>(
    WRITE_RESPONSES,
    [encodeRows(rows), scope.connectionId],
    'responses-write',
  );
  await writeAnswers(
    tx,
    items.flatMap(({ id, ref, record, scores }) =>
      record.answers.map(answer => ({
        source: id,
        response: ref,
        question: answer.question,
        score: answer.score,
        text: answer.text,
        sentiment: scores.get(answer.text ?? ''),
      })),
    ),
    items.map(item => item.id),
  );
  await bindAnswers(
    tx,
    rows.map(row => row.ref),
  );
  return [...new Set([...removed, ...written.flatMap(row => [row.before, row.after])].filter(id => id !== null))];
}

const WRITE_RESPONSES = `
with incoming as materialized (
  select r.id, r.ref, s.id as survey_id, r.responded, r.channel, r.touchpoint,
    ${roles.map(role => `coalesce(${linkedRef(role, 'r.ref')}, r."${role}") as ${role}_ref`).join(', ')}
  from ${recordset('r', { id: 'bigint', ref: 'text', survey: 'text', responded: 'timestamptz', channel: 'text', touchpoint: 'text', customer: 'text', account: 'text', case: 'text' })}
  join survey s on s.key = r.survey
), before as materialized (
  select t.id, t.customer_id from survey_response t join incoming n on n.id = t.id
), written as (
  insert into survey_response as t (id, connection_id, ref, survey_id, responded_at, channel, touchpoint, ${roles.map(role => `${role}_ref, ${role}_id`).join(', ')})
  select n.id, $2, n.ref, n.survey_id, n.responded, n.channel, n.touchpoint, ${roles.map(role => `n.${role}_ref, ${lookup(role, `n.${role}_ref`)}`).join(', ')}
  from incoming n
  on conflict (id) do update set survey_id = excluded.survey_id, responded_at = excluded.responded_at, channel = excluded.channel,
    touchpoint = excluded.touchpoint, ${roles.map(role => `${role}_ref = excluded.${role}_ref, ${role}_id = excluded.${role}_id`).join(', ')}
  returning t.id, t.customer_id
)
select b.customer_id as before, w.customer_id as after from written w left join before b on b.id = w.id`;

async function removeResponses(tx: Sql, ids: readonly number[]): Promise<number[]> {
  const rows = await tx.query<{ customer_id: number | null }>(
    `delete from survey_response where id = any($1) returning customer_id`,
    [ids],
    'responses-remove',
  );
  await forgetAnswers(tx, ids);
  await tx.query(
    `update survey_answer set response_id = null, question_id = null where response_id = any($1)`,
    [ids],
    'answers-unbind',
  );
  return rows.map(row => row.customer_id).filter(id => id !== null);
}

/**
 * Answers that come as records of their own. Their questions are added to the response's survey once that is known.
 * Returns the refs of the responses that gained one; those that lost one are marked.
 */
export async function projectAnswers(
  tx: Sql,
  scope: Scope,
  items: readonly Landed<Of<'answer'>>[],
  gone: readonly number[],
): Promise<string[]> {
  await forgetAnswers(tx, gone);
  if (items.length === 0) return [];
  const rows = items.map(({ id, record, scores }) => ({
    source: id,
    response: refOf(scope, record.response.object, record.response.id),
    question: record.question.key,
    asked: record.question,
    score: record.score,
    text: record.text,
    sentiment: scores.get(record.text ?? ''),
  }));
  await writeAnswers(
    tx,
    rows,
    items.map(item => item.id),
  );
  const refs = rows.map(row => row.response);
  await bindAnswers(tx, refs);
  return [...new Set(refs)];
}

/** Marks the responses they belonged to. A page forgets in more than one place, and the first finds them. */
async function forgetAnswers(tx: Sql, sources: readonly number[]): Promise<void> {
  if (sources.length === 0) return;
  await tx.query(
    `with gone as (delete from survey_answer where source_record_id = any($1) returning response_ref as ref)
     ${markRows('(select r.id, r.customer_id from gone join survey_response r using (ref))')}`,
    [sources],
    'answers-forget',
  );
}

interface AnswerRow {
  source: number;
  response: string;
  question: string;
  /** The question's text and scale, where the answer is what brings them. */
  asked?: Question;
  score?: number | null;
  text?: string | null;
  sentiment?: number | null | undefined;
}

/** In the place of all answers that these sources brought before. */
async function writeAnswers(tx: Sql, answers: readonly AnswerRow[], sources: readonly number[]): Promise<void> {
  await forgetAnswers(tx, sources);
  if (answers.length === 0) return;
  await tx.query(
    `insert into survey_answer (response_ref, question_key, source_record_id, asked, score, text, sentiment)
     select distinct on (r.response, r.question) r.response, r.question, r.source, r.asked, r.score, r.text, r.sentiment
     from ${recordset('r', { response: 'text', question: 'text', source: 'bigint', asked: 'jsonb', score: 'float8', text: 'text', sentiment: 'float8' })}
     order by r.response, r.question, r.source
     on conflict (response_ref, question_key) do update set source_record_id = excluded.source_record_id, asked = excluded.asked,
       score = excluded.score, text = excluded.text, sentiment = excluded.sentiment, response_id = null, question_id = null`,
    [encodeRows(answers)],
    'answers-write',
  );
}

/** Joins answers to their responses and questions. A score outside the question's scale is not a score: it becomes null. */
async function bindAnswers(tx: Sql, responseRefs: readonly string[]): Promise<void> {
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
  await tx.query(
    `update survey_answer a set response_id = t.id, question_id = q.id,
       score = case when a.score between coalesce(q.scale_min, a.score) and coalesce(q.scale_max, a.score) then a.score end
     from survey_response t join survey_question q on q.survey_id = t.survey_id
     where a.response_ref = any($1) and t.ref = a.response_ref and q.key = a.question_key
       and (a.response_id, a.question_id) is distinct from (t.id, q.id)`,
    [responseRefs],
    'answers-bind',
  );
}
