// The limit: node:http alone, one prepared statement that returns the whole reply as text.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { answerCalls } from '../program.ts';
import { CUSTOMERS, INTERACTIONS } from './query.ts';
import type { Start, Started } from './target.ts';

const utc = (moment: string) => `to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const STATEMENT = `
select '{"data":{"customers":{"nodes":' || coalesce(json_agg(row_to_json(p)), '[]')::text || '}}}' as reply
from (
  select 'customer_' || c.id as id, c.display_name as "displayName", c.email, c.phone, c.job_title as "jobTitle",
    c.country, c.lifecycle_stage as "lifecycleStage", ${utc('c.created_at')} as "createdAt",
    (select row_to_json(a) from (
      select 'account_' || a.id as id, a.name, a.domain, a.industry, a.employees from account a
      where a.id = c.account_id and a.deleted_at is null and a.merged_into is null) a) as account,
    json_build_object('nodes', (select coalesce(json_agg(row_to_json(i)), '[]') from (
      select 'interaction_' || i.id as id, i.kind, i.channel, i.direction, ${utc('i.occurred_at')} as "occurredAt", i.subject
      from interaction i where i.customer_id = c.id order by i.occurred_at desc, i.id desc limit ${INTERACTIONS}) i)) as interactions,
    json_build_object('nodes', (select coalesce(json_agg(row_to_json(r)), '[]') from (
      select 'response_' || r.id as id, ${utc('r.responded_at')} as "respondedAt", r.channel,
        (select coalesce(json_agg(row_to_json(w)), '[]') from (
          select w.score, w.text, json_build_object('key', q.key, 'text', q.text, 'measure', q.measure) as question
          from survey_answer w join survey_question q on q.id = w.question_id
          where w.response_id = r.id order by q.position, w.question_key) w) as answers
      from survey_response r where r.customer_id = c.id order by r.responded_at desc, r.id desc limit 1) r)) as "surveyResponses",
    (select coalesce(json_agg(row_to_json(v)), '[]') from (
      select f.key as field, w.fields -> f.key as value, k.key as source, ${utc("(f.value ->> 'at')::timestamptz")} as "observedAt"
      from jsonb_each(c.provenance) f join person_record w on w.id = (f.value ->> 'record')::bigint
      join connection k on k.id = w.connection_id
      where f.key in ('country', 'email', 'phone') order by f.key) v) as provenance
  from customer c
  where c.country = $1 and c.deleted_at is null and c.merged_into is null
  order by c.created_at, c.id limit ${CUSTOMERS}
) p`;

answerCalls({ start });

async function start({ url, poolSize }: Start): Promise<Started> {
  const pool = new pg.Pool({ connectionString: url, max: poolSize });
  const reply = async (request: IncomingMessage): Promise<string> => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const { variables } = JSON.parse(body) as { variables: { country: string } };
    const { rows } = await pool.query<{ reply: string }>({
      name: 'profiles',
      text: STATEMENT,
      values: [variables.country],
    });
    return rows[0]!.reply;
  };
  const server = createServer((request, response) => {
    reply(request).then(
      text => {
        response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
        response.end(text);
      },
      error => response.writeHead(500).end(String(error)),
    );
  });
  const listening = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', listening.resolve);
  await listening.promise;
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql` };
}
