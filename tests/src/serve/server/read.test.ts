// The whole way over HTTP: a selection, its one statement, its answer, interpreted and compiled.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  insert,
  insertConnection,
  insertInteraction,
  insertPerson,
  insertResponse,
  insertSurvey,
} from '../../../support/rows.ts';
import { startTestServer, type TestServer } from '../../../support/serve.ts';

describe.each(['never', 'always'] as const)('reading, compiled %s', compile => {
  let server: TestServer;
  let ada: number;

  beforeAll(async () => {
    server = await startTestServer({ compile });
    const { sql } = server.world;
    const hub = await insertConnection(sql, 'hubspot');
    const sf = await insertConnection(sql, 'salesforce');
    const account = await insert(sql, 'account', {
      name: 'Analytical Engines',
      domain: 'engines.example',
      annual_revenue: 12.5,
    });
    ada = await insert(sql, 'customer', {
      display_name: 'Ada Lovelace',
      given_name: 'Ada',
      email: 'ada@engines.example',
      emails: ['ada@engines.example', 'ada@home.example'],
      account_id: account,
      created_at: '2026-01-02T03:04:05.678901Z',
      last_interaction_at: '2026-03-01T00:00:00Z',
      traits: { plan: { value: 'gold', source: 'hubspot', at: '2026-02-01T00:00:00Z' } },
    });
    await insert(sql, 'customer', { display_name: 'Gone', deleted_at: '2026-01-01T00:00:00Z' });
    await insert(sql, 'customer', { display_name: 'Twin', merged_into: ada });
    const first = await insertPerson(sql, hub, ada, {
      fields: { givenName: 'Ada' },
      observed: { givenName: '2026-01-05T00:00:00Z' },
    });
    await insertPerson(sql, sf, ada, { fields: { givenName: 'A.' }, observed: { givenName: '2026-01-06T00:00:00Z' } });
    await sql.query(
      `update customer set provenance = jsonb_build_object('givenName', jsonb_build_object('record', $1::bigint, 'at', '2026-01-05T00:00:00Z')) where id = $2`,
      [first, ada],
    );
    for (const value of ['hubspot:contact/1', 'hubspot:contact/2']) {
      await insert(sql, 'identifier', { kind: 'EXTERNAL_ID', value, record_id: first, linking: true });
    }
    await insert(sql, 'identifier', { kind: 'EMAIL', value: 'ada@engines.example', record_id: first, linking: true });
    const supportCase = await insertInteraction(sql, sf, {
      kind: 'SUPPORT_CASE',
      channel: 'PHONE',
      customer_id: ada,
      account_id: account,
      status: 'New',
      occurred_at: '2026-02-01T00:00:00Z',
    });
    await insertInteraction(sql, sf, {
      kind: 'CALL',
      channel: 'PHONE',
      customer_id: ada,
      case_id: supportCase,
      duration_seconds: 90,
      occurred_at: '2026-02-02T00:00:00Z',
    });
    await insertInteraction(sql, hub, {
      kind: 'PURCHASE',
      customer_id: ada,
      amount: 99.5,
      currency: 'EUR',
      occurred_at: '2026-03-01T00:00:00Z',
    });
    await sql.query(
      `update customer_score set health = 70.5, churn_risk = 0.25, lifetime_value = 12.5, currency = 'EUR' where customer_id = $1`,
      [ada],
    );
    const { survey, nps, text } = await insertSurvey(sql, 'yearly');
    await insertResponse(sql, hub, { survey_id: survey, customer_id: ada, case_id: supportCase }, [
      { question_key: 'why', question_id: text, text: 'Slow' },
      { question_key: 'nps', question_id: nps, score: 3 },
    ]);
  });
  afterAll(() => server.close());

  it('reads a profile with everything in one statement', async () => {
    const { statements } = server.world;
    statements.length = 0;
    const { data, errors } = await server.ask(
      `query ($by: CustomerBy!, $full: Boolean!, $n: Int!) {
        customer(by: $by) {
          __typename id displayName name: displayName email emails createdAt lastInteractionAt
          account { id name annualRevenue { amount currency } customers(first: 2) { totalCount nodes { id } } }
          traits { key value source updatedAt }
          noTraits: traits(keys: ["other"]) { key }
          identities { kind value source }
          scores { latestNps health churnRisk lifetimeValue { amount currency } worth: lifetimeValue { currency } }
          provenance(fields: ["givenName"]) { field value source observedAt others { value source } }
          sourceRecords { object connection { key } }
          interactions(first: $n) {
            totalCount
            pageInfo { hasNextPage hasPreviousPage }
            edges { cursor node { ...Line } }
            nodes { kind }
          }
          calls: interactions(where: { kind: [CALL] }) { nodes { ... on Conversation { durationSeconds case { status } } } }
          surveyResponses @include(if: $full) {
            nodes { respondedAt survey { key name } case { status } answers { score text question { key measure } } }
          }
          skipped: surveyResponses @skip(if: $full) { totalCount }
        }
      }
      fragment Line on Interaction {
        __typename id occurredAt customer { displayName }
        ... on SupportCase { status about: kind reopenCount }
        ... on Purchase { about: amount { amount } amount { amount currency } }
        ... on Node { nodeId: id }
      }`.replace('about: amount { amount }', 'worth: amount { amount }'),
      { by: { external: { source: 'hubspot', object: 'contact', id: '2' } }, full: true, n: 2 },
    );
    expect(server.logged).toEqual([]);
    expect(errors).toBeUndefined();
    expect(statements).toHaveLength(1);
    expect(data).toMatchObject({
      customer: {
        __typename: 'Customer',
        id: `customer_${ada}`,
        name: 'Ada Lovelace',
        emails: ['ada@engines.example', 'ada@home.example'],
        createdAt: '2026-01-02T03:04:05.678Z',
        scores: {
          latestNps: null,
          health: 70.5,
          churnRisk: 0.25,
          lifetimeValue: { amount: 12.5, currency: 'EUR' },
          worth: { currency: 'EUR' },
        },
        account: {
          name: 'Analytical Engines',
          annualRevenue: { amount: 12.5, currency: 'XXX' },
          customers: { totalCount: 1, nodes: [{ id: `customer_${ada}` }] },
        },
        traits: [{ key: 'plan', value: 'gold', source: 'hubspot', updatedAt: '2026-02-01T00:00:00.000Z' }],
        noTraits: [],
        identities: [
          { kind: 'EMAIL', value: 'ada@engines.example', source: 'hubspot' },
          { kind: 'EXTERNAL_ID', value: 'contact/1', source: 'hubspot' },
          { kind: 'EXTERNAL_ID', value: 'contact/2', source: 'hubspot' },
        ],
        provenance: [
          {
            field: 'givenName',
            value: 'Ada',
            source: 'hubspot',
            observedAt: '2026-01-05T00:00:00.000Z',
            others: [{ value: 'A.', source: 'salesforce' }],
          },
        ],
        sourceRecords: [{ connection: { key: 'hubspot' } }, { connection: { key: 'salesforce' } }],
        interactions: {
          totalCount: 3,
          pageInfo: { hasNextPage: true, hasPreviousPage: false },
          edges: [
            {
              node: {
                __typename: 'Purchase',
                amount: { amount: 99.5, currency: 'EUR' },
                customer: { displayName: 'Ada Lovelace' },
              },
            },
            { node: { __typename: 'Conversation' } },
          ],
          nodes: [{ kind: 'PURCHASE' }, { kind: 'CALL' }],
        },
        calls: { nodes: [{ durationSeconds: 90, case: { status: 'New' } }] },
        surveyResponses: {
          nodes: [
            {
              survey: { key: 'yearly' },
              case: { status: 'New' },
              answers: [
                { score: 3, text: null, question: { key: 'nps', measure: 'NPS' } },
                { score: null, text: 'Slow', question: { key: 'why', measure: 'OTHER' } },
              ],
            },
          ],
        },
      },
    });
  });

  it('reads any node by its id, the survivor for one merged away', async () => {
    const { data } = await server.ask(`{
      merged: node(id: "customer_${ada + 2}") { __typename id ... on Customer { displayName } }
      gone: node(id: "customer_${ada + 1}") { id }
      strange: node(id: "thing_1") { id }
      none: node(id: "toString_1") { id }
    }`);
    expect(data).toEqual({
      merged: { __typename: 'Customer', id: `customer_${ada}`, displayName: 'Ada Lovelace' },
      gone: null,
      strange: null,
      none: null,
    });
  });

  it('lists customers without those deleted or merged', async () => {
    const { data } = await server.ask('{ customers { totalCount nodes { displayName } } }');
    expect(data).toEqual({ customers: { totalCount: 1, nodes: [{ displayName: 'Ada Lovelace' }] } });
  });
});
