// A random world, written straight into the tables: few moments, so that many things happen at once.
import fc from 'fast-check';
import type { Sql } from '../../../../src/base/database/sql.ts';

const T0 = Date.UTC(2026, 2, 1);
export const HOUR = 3_600_000;
/** Hours 0 to 23; the world is looked at in hour 20. */
export const NOW = new Date(T0 + 20 * HOUR);
const hour = fc.integer({ min: 0, max: 23 }).map(n => new Date(T0 + n * HOUR).toISOString());
const CUSTOMERS = 8;
const whose = fc.option(fc.integer({ min: 1, max: CUSTOMERS }), { nil: null, freq: 20 });
const id = fc.integer({ min: 1, max: 400 });
const list = <T extends { id: number }>(item: fc.Arbitrary<T>, maxLength: number, minLength = 0) =>
  fc.uniqueArray(item, { selector: row => row.id, minLength, maxLength, size: 'max' });

const person = fc.record({
  id,
  customer_id: fc.integer({ min: 1, max: CUSTOMERS }),
  live: fc.integer({ max: 5 }).map(n => n !== 0),
  stages: fc.dictionary(fc.constantFrom('LEAD', 'CUSTOMER', 'ADVOCATE'), hour, { maxKeys: 3 }),
});
const interaction = fc.record({
  id,
  customer_id: whose,
  kind: fc.constantFrom('PURCHASE', 'CHAT', 'REFERRAL', 'SUPPORT_CASE', 'SUPPORT_CASE', 'SUPPORT_CASE'),
  channel: fc.constantFrom('EMAIL', 'WEB'),
  touchpoint: fc.constantFrom(null, 'checkout'),
  occurred_at: hour,
  first_response_at: fc.option(hour, { nil: null }),
  resolved_at: fc.option(hour, { nil: null }),
});
const survey = fc.constantFrom(1, 2);
const invitation = fc.record({ id, customer_id: whose, survey_id: survey, sent_at: hour });
const score = fc.option(fc.constantFrom(0, 3, 5, 6, 7, 9, 10), { nil: null });
const response = fc.record({ id, customer_id: whose, survey_id: survey, responded_at: hour, q1: score, q2: score });

export const randomWorld = fc.record({
  hidden: fc.uniqueArray(fc.integer({ min: 1, max: CUSTOMERS }), { maxLength: 2 }),
  persons: list(person, 12),
  interactions: list(interaction, 90, 30),
  invitations: list(invitation, 12),
  responses: list(response, 30, 5),
});
type RandomWorld = typeof randomWorld extends fc.Arbitrary<infer T> ? T : never;

/** Survey 1 asks NPS twice, survey 2 CSAT. Whoever is hidden is merged away or deleted. */
export async function writeWorld(sql: Sql, world: RandomWorld): Promise<void> {
  const rows = (table: string, values: readonly object[]) =>
    sql.query(`insert into ${table} select * from json_populate_recordset(null::${table}, $1)`, [
      JSON.stringify(values),
    ]);
  const common = { connection_id: 1, created_at: NOW, updated_at: NOW };
  await sql.query(`insert into customer (id) select generate_series(1, ${CUSTOMERS})`);
  for (const n of world.hidden)
    await sql.query(`update customer set ${n % 2 ? 'merged_into = 9' : 'deleted_at = now()'} where id = $1`, [n]);
  await rows('survey', [
    { id: 1, key: 'a', name: 'A', kind: 'RELATIONSHIP', ...common },
    { id: 2, key: 'b', name: 'B', kind: 'TOUCHPOINT', ...common },
  ]);
  const question = { text: '?', scale_min: 0, scale_max: 10, higher_is_better: true, position: 0 };
  await rows('survey_question', [
    { id: 1, survey_id: 1, key: 'q1', measure: 'NPS', ...question },
    { id: 2, survey_id: 1, key: 'q2', measure: 'NPS', ...question },
    { id: 3, survey_id: 2, key: 'q1', measure: 'CSAT', ...question },
    { id: 4, survey_id: 2, key: 'q2', measure: 'OTHER', ...question },
  ]);
  await rows(
    'person_record',
    world.persons.map(person => ({
      ...person,
      ...common,
      ref: `p${person.id}`,
      origin_customer_id: person.customer_id,
      fields: {},
      observed: {},
      traits: {},
      version: NOW,
    })),
  );
  await rows(
    'interaction',
    world.interactions.map(row => ({ ...row, ...common, ref: `i${row.id}`, reopen_count: 0, contact_count: 0 })),
  );
  await rows(
    'survey_invitation',
    world.invitations.map(row => ({ ...row, status: 'SENT' })),
  );
  await rows(
    'survey_response',
    world.responses.map(row => ({ ...row, ...common, ref: `r${row.id}`, channel: 'WEB' })),
  );
  await rows(
    'survey_answer',
    world.responses.flatMap(({ id, survey_id, q1, q2 }) =>
      [q1, q2].map((score, i) => ({
        response_ref: `r${id}`,
        question_key: `q${i + 1}`,
        source_record_id: id,
        response_id: id,
        question_id: survey_id * 2 - 1 + i,
        score,
      })),
    ),
  );
  await sql.query(`insert into source_record (id, connection_id, object, external_id, version, payload, hash)
    select id, 1, 'any', id::text, now(), '{}', '' from survey_invitation on conflict do nothing`);
}
