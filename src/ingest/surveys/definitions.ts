// From canonical surveys to surveys and their questions.
import type { Of, Question } from '../../../connectors/records.ts';
import { encodeRows, recordset } from '../../base/database/bulk.ts';
import type { Sql } from '../../base/database/sql.ts';
import { markRows } from '../marks/marks.ts';
import type { Scope } from '../ref.ts';
import { scaleOf } from './scales.ts';

/** Keys of a connection's surveys carry its own key, so that two sources cannot clash; those of our API are plain. */
export function surveyKey(scope: Scope, key: string): string {
  return scope.connectionKey === 'api' ? key : `${scope.connectionKey}-${key}`;
}

/**
 * Returns the surveys that a known question of which now means something else. Whoever was invited to one that is of
 * another kind now is marked.
 */
export async function projectSurveys(tx: Sql, scope: Scope, surveys: readonly Of<'survey'>[]): Promise<number[]> {
  if (surveys.length === 0) return [];
  const byKey = new Map(surveys.map(survey => [surveyKey(scope, survey.key), survey]));
  const rows = [...byKey].map(([key, { name, kind }]) => ({ key, name, kind }));
  await tx.query(
    `with incoming as materialized (
       select r.* from ${recordset('r', { key: 'text', name: 'text', kind: 'text' })}
     ), other as materialized (
       select s.id from incoming r join survey s on s.key = r.key where s.kind <> r.kind
     ), written as (
       insert into survey as s (key, name, kind, connection_id) select r.key, r.name, r.kind, $2 from incoming r
       on conflict (key) do update set name = excluded.name, kind = excluded.kind, updated_at = now()
       where (s.name, s.kind) is distinct from (excluded.name, excluded.kind)
     ) ${markRows('(select v.id, v.customer_id from other join survey_invitation v on v.survey_id = other.id)')}`,
    [encodeRows(rows), scope.connectionId],
    'surveys-write',
  );
  return writeQuestions(
    tx,
    [...byKey].flatMap(([survey, { questions }]) => questions.map(question => ({ survey, question }))),
    true,
  );
}

/**
 * With `update`, what is stated replaces what is there; without it only unknown questions are added. Returns the surveys
 * that a known question of which now means something else.
 */
export async function writeQuestions(
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
export async function ensureSurveys(tx: Sql, scope: Scope, keys: readonly string[]): Promise<void> {
  await tx.query(
    `insert into survey (key, name, kind, connection_id)
     select k, k, 'RELATIONSHIP', $2 from unnest($1::text[]) k where not exists (select from survey s where s.key = k)
     on conflict (key) do nothing`,
    [[...new Set(keys)], scope.connectionId],
    'surveys-ensure',
  );
}
