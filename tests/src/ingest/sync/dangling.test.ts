// What others brought names what a connection brought: when that goes with its connection, no row points at what is gone.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { REPAIR } from '../../../../migrations/20261130050300_dangling.ts';
import type { Sql } from '../../../../src/base/database/sql.ts';
import { checkFigures } from '../../../../src/derive/refresh/check.ts';
import { refresh } from '../../../../src/derive/refresh/refresh.ts';
import { recordInteractions } from '../../../../src/ingest/recording/record-interactions.ts';
import {
  recordSurveyInvitations,
  recordSurveyResponses,
} from '../../../../src/ingest/recording/record-survey-responses.ts';
import { saveSurvey } from '../../../../src/ingest/recording/save-survey.ts';
import { deleteConnectionData } from '../../../../src/ingest/sync/delete-data.ts';
import { disconnect } from '../../../../src/ingest/sync/disconnect.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { at, createSource, person, raw } from '../../../support/pipeline.ts';

let world: TestContext;
beforeAll(async () => {
  world = await createTestContext();
});
afterAll(() => world.close());

const ada = { email: 'ada@engines.example' };
const there = { connection: 'crm' };

/** The CRM knows who and which case; the desk and our own API name both. */
async function share(): Promise<number> {
  const first = await createSource(world.sql, 'crm');
  await first.commit({
    records: [
      raw('company', '1', 0, { type: 'organization', name: 'Engines', aliases: [] }),
      person('1', 1, { emails: [ada.email], account: { object: 'company', id: '1' } }),
      raw('ticket', '1', 2, {
        type: 'interaction',
        kind: 'SUPPORT_CASE',
        status: 'New',
        occurredAt: at(2),
        customer: { object: 'contact', id: '1' },
        account: { object: 'company', id: '1' },
      }),
    ],
  });
  await saveSurvey(world.fork(), {
    key: 'own',
    name: 'Own',
    kind: 'RELATIONSHIP',
    questions: [{ key: 'nps', text: 'Would you recommend us?', measure: 'NPS' }],
  });
  const item = { id: '1', customer: ada };
  await recordInteractions(world.fork(), [
    { ...item, kind: 'PURCHASE', occurredAt: new Date(at(3)), amount: 5, currency: 'EUR' },
  ]);
  const answers = [{ question: 'nps', score: 9 }];
  await recordSurveyResponses(world.fork(), [{ ...item, survey: 'own', respondedAt: new Date(at(4)), answers }]);
  await recordSurveyInvitations(world.fork(), [{ ...item, survey: 'own', sentAt: new Date(at(4)), status: 'SENT' }]);
  const second = await createSource(world.sql, 'desk');
  const about = { ...there, object: 'ticket', id: '1' };
  await second.commit({
    records: [
      raw('contact', '7', 5, {
        type: 'person',
        identifiers: [{ kind: 'EMAIL', value: 'bob@engines.example' }],
        fields: { email: 'bob@engines.example' },
        traits: {},
        account: { ...there, object: 'company', id: '1' },
      }),
      // Without a customer: it takes that of the case.
      raw('call', '1', 6, { type: 'interaction', kind: 'CALL', direction: 'INBOUND', occurredAt: at(6), case: about }),
      raw('ticket', '7', 6, { type: 'interaction', kind: 'SUPPORT_CASE', status: 'New', occurredAt: at(6) }),
      raw('response', '1', 7, {
        type: 'response',
        survey: 'desk',
        respondedAt: at(7),
        channel: 'EMAIL',
        customer: { ...there, object: 'contact', id: '1' },
        case: about,
        answers: [],
      }),
    ],
  });
  const toDesk = { object: 'ticket', id: '7', connection: 'desk' };
  const call = { type: 'interaction' as const, kind: 'CALL' as const, direction: 'INBOUND' as const };
  await first.commit({ records: [raw('call', '9', 8, { ...call, occurredAt: at(8), case: toDesk })] });
  return first.target.connectionId;
}

/** What points at nothing, of any table. */
async function dangling(sql: Sql): Promise<unknown[]> {
  const pointers: [table: string, column: string, target: string][] = [
    ['interaction', 'customer_id', 'customer'],
    ['survey_response', 'customer_id', 'customer'],
    ['survey_invitation', 'customer_id', 'customer'],
    ['interaction', 'account_id', 'account'],
    ['survey_response', 'account_id', 'account'],
    ['customer', 'account_id', 'account'],
    ['interaction', 'case_id', 'interaction'],
    ['survey_response', 'case_id', 'interaction'],
    ['survey_response', 'survey_id', 'survey'],
    ['survey_invitation', 'survey_id', 'survey'],
    ['survey_answer', 'response_id', 'survey_response'],
    ['survey_answer', 'question_id', 'survey_question'],
    ['identifier', 'record_id', 'source_record'],
    ['customer_activity', 'customer_id', 'customer'],
  ];
  return sql.query(
    pointers
      .map(
        ([table, column, target]) =>
          `select '${table}.${column}' as at, t.${column} from ${table} t
           where t.${column} is not null and not exists (select from ${target} x where x.id = t.${column})`,
      )
      .join(' union all '),
  );
}

it('after any batch, and whoever is concerned is counted anew', async () => {
  const { sql } = world;
  const crm = await share();
  await refresh(sql);
  const own = () =>
    sql.query(
      `select ref, customer_id is not null as customer, account_id is not null as account, case_id is not null as case,
         contact_count as contacts from interaction order by ref`,
    );
  expect(await own()).toEqual([
    { ref: 'api:interaction/1', customer: true, account: false, case: false, contacts: null },
    { ref: 'crm:call/9', customer: false, account: false, case: true, contacts: null },
    { ref: 'crm:ticket/1', customer: true, account: true, case: false, contacts: 1 },
    { ref: 'desk:call/1', customer: true, account: true, case: true, contacts: null },
    { ref: 'desk:ticket/7', customer: false, account: false, case: false, contacts: 1 },
  ]);
  expect(await dangling(sql)).toEqual([]);
  await disconnect(world.fork(), crm, true, { batches: 0 });
  for (let isDone = false; !isDone; ) {
    isDone = await deleteConnectionData(sql, crm, { batches: 1, size: 1 });
    expect(await dangling(sql)).toEqual([]);
  }
  expect(await checkFigures(sql, { subjects: 30, days: 10 })).toMatchObject({ wrongFacts: 0, wrongRollups: 0 });
  await refresh(sql);
  expect(await checkFigures(sql, { subjects: 30, days: 10 })).toMatchObject({ wrongFacts: 0, wrongRollups: 0 });
  const nobody = { customer: false, account: false, case: false, contacts: null };
  expect(await own()).toEqual(['api:interaction/1', 'desk:call/1', 'desk:ticket/7'].map(ref => ({ ref, ...nobody })));
  const responses = await sql.query('select customer_id, account_id, case_id from survey_response');
  expect(responses).toEqual(Array(2).fill({ customer_id: null, account_id: null, case_id: null }));
  expect(await sql.query(`select account_id from customer where email like 'bob@%'`)).toEqual([{ account_id: null }]);
});

it('nothing does any more where an earlier version left it', async () => {
  const { sql } = world;
  const gone = 987_654;
  await sql.query('update customer set account_id = $1', [gone]);
  await sql.query('update survey_invitation set customer_id = $1', [gone]);
  for (const table of ['interaction', 'survey_response'])
    await sql.query(`update ${table} set customer_id = $1, account_id = $1, case_id = $1`, [gone]);
  await sql.query('update survey_answer set response_id = $1', [gone]);
  await refresh(sql);
  expect(await dangling(sql)).not.toEqual([]);
  for (const statement of REPAIR) await sql.query(statement);
  expect(await dangling(sql)).toEqual([]);
  const marked = await sql.query<{ subject: number }>('select distinct subject from change_mark');
  const concerned = await sql.query<{ subject: number }>(
    `select -id as subject from interaction union select -id from survey_response union select -id from survey_invitation
     union select id from customer`,
  );
  expect(marked.map(row => row.subject).sort()).toEqual(concerned.map(row => row.subject).sort());
});
