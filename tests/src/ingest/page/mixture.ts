// Records of every kind that name each other, and the picture that they give.
import fc from 'fast-check';
import type { RawRecord } from '../../../../connectors/contract.ts';
import type { Sql } from '../../../../src/base/database/sql.ts';
import { at, person, raw } from '../../../support/pipeline.ts';

const some = (max: number) => fc.option(fc.integer({ min: 1, max }), { nil: null });
const version = fc.integer({ min: 1, max: 30 });
const ref = (object: string, id: number | null) => (id === null ? null : { object, id: String(id) });

const contact = fc
  .record({ id: fc.integer({ min: 1, max: 4 }), version, email: fc.integer({ min: 1, max: 3 }), company: some(2) })
  .map(({ id, version, email, company }) =>
    // The mail's domain is replaced per run, so that runs do not meet.
    person(String(id), version, {
      emails: [`p${email}@RUN.example`],
      fields: { email: null },
      account: ref('company', company) ?? undefined,
    }),
  );
const company = fc
  .record({ id: fc.integer({ min: 1, max: 2 }), version, domain: fc.integer({ min: 1, max: 2 }) })
  .map(({ id, version, domain }) =>
    raw('company', String(id), version, { type: 'organization', name: `C${id}`, domain: `d${domain}.RUN.example` }),
  );
const ticket = fc
  .record({ id: fc.integer({ min: 1, max: 3 }), version, customer: some(4), account: some(2) })
  .map(({ id, version, customer, account }) =>
    raw('ticket', String(id), version, {
      type: 'interaction',
      kind: 'SUPPORT_CASE',
      occurredAt: at(id),
      customer: ref('contact', customer),
      account: ref('company', account),
    }),
  );
const email = fc
  .record({ id: fc.integer({ min: 1, max: 4 }), version, customer: some(4), kase: some(3), out: fc.boolean() })
  .map(({ id, version, customer, kase, out }) =>
    raw('email', String(id), version, {
      type: 'interaction',
      kind: 'EMAIL',
      direction: out ? 'OUTBOUND' : 'INBOUND',
      occurredAt: at(10 + id),
      customer: ref('contact', customer),
      case: ref('ticket', kase),
    }),
  );
const links = fc
  .record({
    id: fc.integer({ min: 1, max: 3 }),
    version,
    role: fc.constantFrom('customer' as const, 'case' as const),
    to: fc.uniqueArray(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 2 }),
  })
  .map(({ id, version, role, to }) => {
    const toObject = role === 'customer' ? 'contact' : 'ticket';
    return raw(`association:call:${toObject}`, String(id), version, {
      type: 'links',
      from: { object: 'call', id: String(id) },
      role,
      toObject,
      to: to.map(String),
    });
  });
const call = fc.record({ id: fc.integer({ min: 1, max: 3 }), version }).map(({ id, version }) =>
  raw('call', String(id), version, {
    type: 'interaction',
    kind: 'CALL',
    direction: 'INBOUND',
    occurredAt: at(20 + id),
  }),
);
const response = fc
  .record({ id: fc.integer({ min: 1, max: 2 }), version, customer: some(4), kase: some(3) })
  .map(({ id, version, customer, kase }) =>
    raw('response', String(id), version, {
      type: 'response',
      survey: 'RUN',
      customer: ref('contact', customer),
      case: ref('ticket', kase),
      respondedAt: at(40),
    }),
  );
const answer = fc
  .record({
    id: fc.integer({ min: 1, max: 3 }),
    version,
    response: fc.integer({ min: 1, max: 2 }),
    score: fc.integer({ min: 0, max: 12 }),
  })
  .map(({ id, version, response, score }) =>
    raw('answer', String(id), version, {
      type: 'answer',
      response: { object: 'response', id: String(response) },
      question: { key: `q${id}`, text: 'Would you?', measure: 'NPS' },
      score,
    }),
  );
export const record = fc.oneof(contact, company, ticket, email, links, links, call, response, answer);

/** The records as those of one run: "RUN" in them becomes its key. */
export function named(records: readonly RawRecord[], key: string): RawRecord[] {
  return records.map(item => ({
    ...item,
    payload: JSON.parse(JSON.stringify(item.payload).replaceAll('RUN', key)),
  }));
}

/** The newest of each, in an order that brings what is named first. Of equal versions the last one seen counts. */
export function newestOf(records: readonly RawRecord[]): RawRecord[] {
  const newest = new Map<string, RawRecord>();
  for (const item of records) {
    const key = `${item.object}/${item.id}`;
    if (!(newest.get(key) && newest.get(key)!.version > item.version)) newest.set(key, item);
  }
  return [...newest.values()].sort((a, b) => (a.object < b.object ? -1 : 1));
}

/** Everything that is shown, named by what the source calls it. */
export async function picture(sql: Sql, connectionId: number, key: string): Promise<unknown> {
  const row = await sql.one<{ all: unknown }>(
    `with who as (
       select customer_id, string_agg(split_part(ref, ':', 2), ',' order by ref) as who from person_record where connection_id = $1 group by 1
     ), firm as (
       select account_id, string_agg(split_part(ref, ':', 2), ',' order by ref) as firm from account_record where connection_id = $1 group by 1
     )
     select json_build_object(
       'customers', (select json_agg(json_build_array(w.who, f.firm, c.emails, a.last_interaction_at) order by w.who)
          from who w join customer c on c.id = w.customer_id join customer_activity a on a.customer_id = c.id left join firm f on f.account_id = c.account_id),
       'interactions', (select json_agg(json_build_array(split_part(i.ref, ':', 2), w.who, f.firm, split_part(k.ref, ':', 2), i.first_response_at, i.contact_count) order by i.ref)
          from interaction i left join who w using (customer_id) left join firm f using (account_id) left join interaction k on k.id = i.case_id where i.connection_id = $1),
       'answers', (select json_agg(json_build_array(split_part(a.response_ref, ':', 2), a.question_key, a.score, q.measure, w.who, split_part(k.ref, ':', 2)) order by a.response_ref, a.question_key)
          from survey_answer a join survey_response r on r.id = a.response_id join survey_question q on q.id = a.question_id left join who w using (customer_id) left join interaction k on k.id = r.case_id where r.connection_id = $1),
       'records', (select count(*) from source_record where connection_id = $1)
     ) as all`,
    [connectionId],
  );
  return JSON.parse(JSON.stringify(row!.all).replaceAll(key, 'RUN'));
}
