// From canonical invitations and responses to their tables.
import type { Of } from '../../../connectors/records.ts';
import { columnset, encodeColumns, encodeRows, recordset } from '../../base/database/bulk.ts';
import type { Sql } from '../../base/database/sql.ts';
import { linkedRef, lookup, type Role } from '../identity/bind.ts';
import type { LandedAs } from '../landed.ts';
import { markRows } from '../marks/marks.ts';
import { maybeRef, type Scope } from '../ref.ts';
import { bindAnswers, forgetAnswers, type OffScale, writeAnswers } from './answers.ts';
import { ensureSurveys, surveyKey } from './definitions.ts';

const roles: readonly Role[] = ['customer', 'account', 'case'];

/** Marks whoever had one that goes or is written anew: it may be somebody else's now. */
export async function projectInvitations(
  tx: Sql,
  scope: Scope,
  items: readonly LandedAs<Of<'invitation'>>[],
  gone: readonly number[],
): Promise<void> {
  if (gone.length > 0)
    await tx.query(
      `with gone as (delete from survey_invitation where id = any($1) returning id, customer_id) ${markRows('gone')}`,
      [gone],
      'invitations-remove',
    );
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
    `with incoming as materialized (
       select r.*, s.id as survey_id
       from ${recordset('r', { id: 'bigint', survey: 'text', customer: 'text', sent: 'timestamptz', status: 'text' })}
       join survey s on s.key = r.survey
     ), before as materialized (
       select v.* from incoming n
       cross join lateral (select v.id, v.customer_id from survey_invitation v where v.id = n.id limit 1) v
     ), written as (
       insert into survey_invitation (id, survey_id, customer_ref, customer_id, sent_at, status)
       select n.id, n.survey_id, n.customer, ${lookup('customer', 'n.customer')}, n.sent, n.status from incoming n
       on conflict (id) do update set survey_id = excluded.survey_id, customer_ref = excluded.customer_ref,
         customer_id = excluded.customer_id, sent_at = excluded.sent_at, status = excluded.status
     ) ${markRows('before')}`,
    [encodeRows(rows)],
    'invitations-write',
  );
}

/** Writes and binds responses with their own answers. `customers` are those who gained or lost one. */
export async function projectResponses(
  tx: Sql,
  scope: Scope,
  items: readonly LandedAs<Of<'response'>>[],
  gone: readonly number[],
): Promise<{ customers: readonly number[]; offScale: readonly OffScale[] }> {
  const removed = gone.length === 0 ? [] : await removeResponses(tx, gone);
  if (items.length === 0) return { customers: removed, offScale: [] };
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
    [scope.connectionId, ...encodeColumns(rows, RESPONSE)],
    'responses-write',
  );
  const offScale = await writeAnswers(
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
  const late = await bindAnswers(
    tx,
    rows.map(row => row.ref),
  );
  const customers = [...removed, ...written.flatMap(row => [row.before, row.after])].filter(id => id !== null);
  return { customers: [...new Set(customers)], offScale: [...offScale, ...late] };
}

const RESPONSE = {
  id: 'bigint',
  ref: 'text',
  survey: 'text',
  responded: 'timestamptz',
  channel: 'text',
  touchpoint: 'text',
  customer: 'text',
  account: 'text',
  case: 'text',
};

const WRITE_RESPONSES = `
with incoming as materialized (
  select r.id, r.ref, s.id as survey_id, r.responded, r.channel, r.touchpoint,
    ${roles.map(role => `coalesce(${linkedRef(role, 'r.ref')}, r."${role}") as ${role}_ref`).join(', ')}
  from ${columnset('r', RESPONSE, 2)}
  join survey s on s.key = r.survey
), before as materialized (
  select t.* from incoming n
  cross join lateral (select t.id, t.customer_id from survey_response t where t.id = n.id limit 1) t
), written as (
  insert into survey_response as t (id, connection_id, ref, survey_id, responded_at, channel, touchpoint, ${roles.map(role => `${role}_ref, ${role}_id`).join(', ')})
  select n.id, $1, n.ref, n.survey_id, n.responded, n.channel, n.touchpoint, ${roles.map(role => `n.${role}_ref, ${lookup(role, `n.${role}_ref`)}`).join(', ')}
  from incoming n
  on conflict (id) do update set survey_id = excluded.survey_id, responded_at = excluded.responded_at, channel = excluded.channel,
    touchpoint = excluded.touchpoint, ${roles.map(role => `${role}_ref = excluded.${role}_ref, ${role}_id = excluded.${role}_id`).join(', ')}
  returning t.id, t.customer_id
)
select b.customer_id as before, w.customer_id as after from written w left join before b on b.id = w.id`;

/**
 * With all answers that these records brought, also to responses of others, which are marked; answers that others brought belong
 * to nothing any more. Returns the customers who lost a response.
 */
export async function removeResponses(tx: Sql, ids: readonly number[]): Promise<number[]> {
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
