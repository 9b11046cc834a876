// Rows for tests of reading, written by plain SQL.
import type { Sql } from '../../src/base/database/sql.ts';

type Values = Record<string, unknown>;

/** Inserts one row and gives its id. Objects become JSON. */
export async function insert(sql: Sql, table: string, values: Values): Promise<number> {
  const { last_interaction_at: last, health, lifetime_value: worth, ...own } = values;
  const names = Object.keys(own);
  const params = Object.values(own).map(value =>
    value !== null && typeof value === 'object' && !Array.isArray(value) && !(value instanceof Date)
      ? JSON.stringify(value)
      : value,
  );
  const places = names.map((_, at) => `$${at + 1}`).join(', ');
  const [row] = await sql.query<{ id: number }>(
    `insert into ${table} (${names.map(name => `"${name}"`).join(', ')}) values (${places}) returning *`,
    params,
  );
  if (table === 'customer') {
    await sql.query(
      `insert into customer_activity (customer_id, last_interaction_at) values ($1, coalesce($2, '-infinity'::timestamptz))`,
      [row!.id, last ?? null],
    );
    await sql.query(
      `insert into customer_score (customer_id, health, lifetime_value) values ($1, coalesce($2, '-infinity'::float8), coalesce($3, '-infinity'::float8))`,
      [row!.id, health ?? null, worth ?? null],
    );
  }
  return row!.id;
}

let counter = 0;

/** A source record with defaults; interactions, responses and person records share its id. */
export async function insertSource(sql: Sql, connection: number, values: Values = {}): Promise<number> {
  counter += 1;
  return insert(sql, 'source_record', {
    connection_id: connection,
    object: 'thing',
    external_id: `x${counter}`,
    version: '2026-01-01T00:00:00Z',
    hash: '\\x00',
    payload: { counter },
    ...values,
  });
}

export function insertConnection(sql: Sql, key: string, values: Values = {}): Promise<number> {
  return insert(sql, 'connection', { key, connector: key, name: key, config: {}, ...values });
}

export async function insertInteraction(sql: Sql, connection: number, values: Values): Promise<number> {
  const id = await insertSource(sql, connection, { object: 'interaction' });
  await insert(sql, 'interaction', {
    id,
    connection_id: connection,
    ref: `r${id}`,
    kind: 'NOTE',
    channel: 'OTHER',
    occurred_at: '2026-01-01T00:00:00Z',
    ...values,
  });
  return id;
}

export async function insertPerson(sql: Sql, connection: number, customer: number, values: Values): Promise<number> {
  const id = await insertSource(sql, connection, { object: 'contact' });
  await insert(sql, 'person_record', {
    id,
    connection_id: connection,
    ref: `p${id}`,
    customer_id: customer,
    origin_customer_id: customer,
    fields: {},
    observed: {},
    traits: {},
    version: '2026-01-01T00:00:00Z',
    ...values,
  });
  return id;
}

/** A survey with one NPS and one text question. */
export async function insertSurvey(sql: Sql, key: string): Promise<{ survey: number; nps: number; text: number }> {
  const [{ id: api }] = (await sql.query<{ id: number }>(`select id from connection where key = 'api'`)) as [
    { id: number },
  ];
  const survey = await insert(sql, 'survey', { key, name: key, kind: 'RELATIONSHIP', connection_id: api });
  const scale = { scale_min: 0, scale_max: 10, positive_from: 9 };
  const nps = await insert(sql, 'survey_question', {
    survey_id: survey,
    key: 'nps',
    text: 'Would you recommend us?',
    measure: 'NPS',
    position: 0,
    ...scale,
  });
  const text = await insert(sql, 'survey_question', {
    survey_id: survey,
    key: 'why',
    text: 'Why?',
    measure: 'OTHER',
    position: 1,
  });
  return { survey, nps, text };
}

export async function insertResponse(
  sql: Sql,
  connection: number,
  values: Values,
  answers: Values[] = [],
): Promise<number> {
  const id = await insertSource(sql, connection, { object: 'response' });
  await insert(sql, 'survey_response', {
    id,
    connection_id: connection,
    ref: `s${id}`,
    channel: 'EMAIL',
    responded_at: '2026-01-01T00:00:00Z',
    ...values,
  });
  for (const answer of answers) {
    await insert(sql, 'survey_answer', { response_ref: `s${id}`, response_id: id, source_record_id: id, ...answer });
  }
  return id;
}
