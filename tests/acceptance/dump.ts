// All data as sorted lines that name things as their sources do: equal dumps mean equal data, whatever the row ids.
import type { Sql } from '../../src/base/database/sql.ts';

/** Whose it is: the refs of the live records behind a customer or account. */
const owner = (records: string, column: string, id: string) =>
  `(select string_agg(o.ref, ' ' order by o.ref) from ${records} o where o.${column} = ${id} and o.live)`;
const customer = (id: string) => owner('person_record', 'customer_id', id);
const account = (id: string) => owner('account_record', 'account_id', id);
const response = (id: string) => `(select o.ref from survey_response o where o.id = ${id})`;
const survey = (id: string) => `(select o.key from survey o where o.id = ${id})`;
const record = (id: string) =>
  `(select o.object || '/' || o.external_id from source_record o where o.id = ${id} and o.deleted_at is null)`;

/** By table: SQL of one JSON value a row. */
const LINES: Readonly<Record<string, string>> = {
  source_record: `select jsonb_build_object('c', c.key, 'object', t.object, 'id', t.external_id, 'version', t.version, 'hash', encode(t.hash, 'hex'))
    from source_record t join connection c on c.id = t.connection_id where t.deleted_at is null`,
  customer: `select to_jsonb(t) - '{id,account_id,merged_into,provenance,updated_at}'::text[]
      || jsonb_build_object('records', ${customer('t.id')}, 'account', ${account('t.account_id')}, 'provenance',
        (select jsonb_object_agg(p.key, jsonb_build_object('at', p.value -> 'at', 'record', ${record(`(p.value ->> 'record')::bigint`)})) from jsonb_each(t.provenance) p))
    from customer t where t.deleted_at is null and t.merged_into is null`,
  account: `select to_jsonb(t) - '{id,merged_into,created_at,updated_at}'::text[] || jsonb_build_object('records', ${account('t.id')})
    from account t where t.deleted_at is null and t.merged_into is null`,
  interaction: `select to_jsonb(t) - '{id,connection_id,customer_id,account_id,case_id,customer_ref,account_ref}'::text[]
      || jsonb_build_object('customer', ${customer('t.customer_id')}, 'account', ${account('t.account_id')},
        'case', (select o.ref from interaction o where o.id = t.case_id)) from interaction t`,
  survey: `select to_jsonb(t) - '{id,connection_id,created_at,updated_at}'::text[] from survey t`,
  survey_question: `select to_jsonb(t) - '{id,survey_id,position}'::text[] || jsonb_build_object('survey', ${survey('t.survey_id')}) from survey_question t`,
  survey_response: `select to_jsonb(t) - '{id,connection_id,survey_id,customer_id,account_id,case_id,customer_ref}'::text[]
      || jsonb_build_object('survey', ${survey('t.survey_id')}, 'customer', ${customer('t.customer_id')}, 'account', ${account('t.account_id')},
        'case', (select o.ref from interaction o where o.id = t.case_id)) from survey_response t`,
  survey_answer: `select to_jsonb(t) - '{source_record_id,response_id,question_id}'::text[] || jsonb_build_object('record', ${record('t.source_record_id')},
      'response', ${response('t.response_id')}, 'question', (select q.key from survey_question q where q.id = t.question_id)) from survey_answer t`,
  survey_invitation: `select to_jsonb(t) - '{id,survey_id,customer_id,customer_ref}'::text[] || jsonb_build_object('record', ${record('t.id')},
      'survey', ${survey('t.survey_id')}, 'customer', ${customer('t.customer_id')}) from survey_invitation t`,
  link: `select to_jsonb(t) - '{source_record_id}'::text[] from link t where ${record('t.source_record_id')} is not null`,
  identifier: `select to_jsonb(t) - '{record_id,first_seen_at}'::text[] || jsonb_build_object('record', ${record('t.record_id')})
    from identifier t where ${record('t.record_id')} is not null`,
  stream_state: `select jsonb_build_object('c', c.key, 'stream', t.stream, 'records', t.records, 'unfinished', t.full_run_id is not null)
    from stream_state t join connection c on c.id = t.connection_id`,
  rejected_record: `select jsonb_build_object('object', t.object, 'id', t.external_id, 'reason', t.reason) from rejected_record t`,
  sync_seen: `select to_jsonb(t) from sync_seen t`,
};

export type Dump = Readonly<Record<string, readonly string[]>>;

/** What an application can see; tombstones and when things were landed are left out. */
export async function dump(sql: Sql): Promise<Dump> {
  const result: Record<string, string[]> = {};
  for (const [table, query] of Object.entries(LINES)) {
    const rows = await sql.query<{ line: string }>(`select line::text as line from (${query}) as t(line)`);
    result[table] = rows.map(row => row.line).sort();
  }
  return result;
}

/** What the sources say: when they were asked for links is left out, since it differs from sync to sync. */
export async function data(sql: Sql): Promise<Dump> {
  const all = await dump(sql);
  const source_record = all.source_record!.map(line =>
    line.includes('"association:') ? line.replace(/"version": "[^"]*"/, '') : line,
  );
  return { ...all, source_record };
}

const BOOKKEEPING = ['connection', 'setting', 'sync_run', 'stream_run', 'stream_state', 'mikro_orm_migrations'];

/** Changes with every row that is written, even with the same content. */
export async function writes(sql: Sql): Promise<Record<string, string>> {
  const tables = await sql.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'
     and table_name <> all($1) order by 1`,
    [BOOKKEEPING],
  );
  const result: Record<string, string> = {};
  for (const { name } of tables) {
    const row = await sql.one<{ mark: string }>(
      `select count(*) || ' ' || coalesce(md5(string_agg(t.ctid::text || t.xmin::text, ',' order by t.ctid)), '') as mark from "${name}" t`,
    );
    result[name] = row!.mark;
  }
  return result;
}

/** Lines that only one of them has, a few of each: empty when both know the same. */
export function differences(ours: Dump, theirs: Dump): Record<string, { missing: string[]; surplus: string[] }> {
  const result: Record<string, { missing: string[]; surplus: string[] }> = {};
  for (const table of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
    const [a, b] = [new Set(ours[table]), new Set(theirs[table])];
    const [missing, surplus] = [[...b].filter(line => !a.has(line)), [...a].filter(line => !b.has(line))];
    const sameSize = ours[table]?.length === theirs[table]?.length;
    if (missing.length > 0 || surplus.length > 0 || !sameSize)
      result[table] = { missing: missing.slice(0, 3), surplus: surplus.slice(0, 3) };
  }
  return result;
}
