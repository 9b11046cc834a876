// Mutations over HTTP: what they do, who may, and what they say when they may not.
import { graphql } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineConnector } from '../../../../connectors/contract.ts';
import { createSchema } from '../../../../schema/create-schema.ts';
import type { Role } from '../../../../src/base/access/viewer.ts';
import { startTestServer, type TestServer } from '../../../support/serve.ts';

const acme = defineConnector({
  key: 'acme',
  name: 'Acme CRM',
  description: 'Made for this test.',
  config: z.object({
    token: z.string().meta({ label: 'Token', secret: true, description: 'From the settings page.' }),
    region: z.string().default('eu').meta({ label: 'Region', description: 'Where the account lives.' }),
  }),
  streams: [
    { name: 'people', objects: ['person'], async *read() {}, map: () => [] },
    { name: 'tickets', objects: ['ticket', 'comment'], async *read() {}, map: () => [] },
  ],
  open: () => ({
    check: async () => ({ account: 'Acme Ltd', missingPermissions: ['tickets.read'] }),
    close: async () => {},
  }),
  recordUrl: (config, object, id) => `https://${config.region}.acme.example/${object}/${id}`,
});

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ connectors: [acme] });
});
afterAll(() => server.close());

const CONNECT = `mutation ($input: ConnectInput!) { connect(input: $input) {
  id key name status paused connector { key name streams configFields { key secret required } }
  streams { name enabled records rejected } schedule { every cron mode nextRunAt connection { key } } lastRun { id } rateLimit { limit }
} }`;
const input = {
  connector: 'acme',
  key: 'our-acme',
  name: 'Our Acme',
  config: { token: 's3cret-token', region: 'us' },
  schedule: { every: 'PT15M' },
};

describe('connections', () => {
  it('are made, with a schedule, and never give a secret back', async () => {
    const { data, errors } = await server.ask(CONNECT, { input });
    expect(server.logged).toEqual([]);
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({
      connect: {
        key: 'our-acme',
        status: 'READY',
        connector: {
          key: 'acme',
          name: 'Acme CRM',
          streams: ['people', 'tickets'],
          configFields: [
            { key: 'token', secret: true, required: true },
            { key: 'region', secret: false, required: false },
          ],
        },
        streams: [
          { name: 'people', enabled: true, records: 0, rejected: 0 },
          { name: 'tickets', enabled: true, records: 0, rejected: 0 },
        ],
        schedule: {
          every: 'PT15M',
          cron: null,
          mode: 'INCREMENTAL',
          nextRunAt: expect.stringMatching(/Z$/),
          connection: { key: 'our-acme' },
        },
        lastRun: null,
        rateLimit: null,
      },
    });
    const stored = await server.world.sql.query('select config::text as config from connection');
    expect(JSON.stringify([data, stored])).not.toContain('s3cret');
  });

  it.each([
    ['an unknown connector', { ...input, key: 'b', connector: 'nobody' }, 'connector', 'There are: acme'],
    ['a setting that is missing', { ...input, key: 'b', config: {} }, 'config.token', 'Token is missing'],
    [
      'a setting that is unknown',
      { ...input, key: 'b', config: { token: 'x', colour: 1 } },
      'config.colour',
      'no setting',
    ],
    ['settings that are no object', { ...input, key: 'b', config: 'token' }, 'config', 'must be an object'],
    ['a key with blanks', { ...input, key: 'b c' }, 'key', 'small letters'],
    ['a key in use', input, 'key', 'already'],
  ])('refuse %s', async (_what, wrong, field, words) => {
    const { errors } = await server.ask(CONNECT, { input: wrong });
    expect(errors?.[0]?.extensions.field).toBe(field);
    expect(errors?.[0]?.message).toContain(words);
  });

  it('are tested, changed and counted', async () => {
    const check = await server.ask(
      'mutation { testConnection(id: "our-acme") { ok account message missingPermissions } }',
    );
    expect(check.data).toEqual({
      testConnection: {
        ok: false,
        account: 'Acme Ltd',
        message: 'Connected, but 1 permission is missing.',
        missingPermissions: ['tickets.read'],
      },
    });
    const { sql } = server.world;
    const [{ id }] = (await sql.query<{ id: number }>(`select id from connection where key = 'our-acme'`)) as [
      { id: number },
    ];
    await sql.query(
      `insert into rejected_record (connection_id, object, external_id, reason, payload) values ($1, 'comment', '1', 'no text', '{"a":1}'), ($1, 'ticket', '2', 'no date', '{}')`,
      [id],
    );
    await sql.query(
      `insert into stream_state (connection_id, stream, records, cursor) values ($1, 'people', 7, '{"after":"x"}')`,
      [id],
    );
    await sql.query(
      `insert into source_record (connection_id, object, external_id, version, hash, payload) values ($1, 'person', '42', '2026-01-01', '', '{"name":"Ada"}')`,
      [id],
    );
    const changed = await server.ask(
      'mutation ($id: ID!) { updateConnection(id: $id, input: { name: "Renamed", paused: true, streams: ["people"] }) { name status paused streams { name enabled records rejected cursor } } }',
      { id: `connection_${id}` },
    );
    expect(changed.data).toEqual({
      updateConnection: {
        name: 'Renamed',
        status: 'PAUSED',
        paused: true,
        streams: [
          { name: 'people', enabled: true, records: 7, rejected: 0, cursor: { after: 'x' } },
          { name: 'tickets', enabled: false, records: 0, rejected: 2, cursor: null },
        ],
      },
    });
    const rejected = await server.ask(
      '{ rejectedRecords(connection: "our-acme") { totalCount nodes { object reason payload attempts connection { key } } } node(id: "record_1") { ... on SourceRecord { url payload connection { key } } } }',
    );
    expect(rejected.data).toMatchObject({
      rejectedRecords: { totalCount: 2 },
      node: { url: 'https://us.acme.example/person/42', payload: { name: 'Ada' }, connection: { key: 'our-acme' } },
    });
  });
});

describe('syncs', () => {
  it('are started, once for a key, and cancelled', async () => {
    const start =
      'mutation ($key: String) { startSync(connection: "our-acme", idempotencyKey: $key) { id mode status trigger streams { name status } connection { key } } }';
    expect((await server.ask(start)).errors?.[0]?.extensions.code).toBe('CONFLICT');
    await server.ask('mutation { updateConnection(id: "our-acme", input: { paused: false }) { id } }');
    const first = await server.ask(start, { key: 'k1' });
    expect(first.data).toMatchObject({
      startSync: {
        mode: 'INCREMENTAL',
        status: 'QUEUED',
        trigger: 'MANUAL',
        streams: [{ name: 'people', status: 'QUEUED' }],
        connection: { key: 'our-acme' },
      },
    });
    expect((await server.ask(start, { key: 'k1' })).data).toEqual(first.data);
    const { id } = (first.data as unknown as { startSync: { id: string } }).startSync;
    const cancelled = await server.ask('mutation ($id: ID!) { cancelSync(run: $id) { id status finishedAt } }', { id });
    expect(cancelled.data).toMatchObject({ cancelSync: { id, status: 'CANCELLED', finishedAt: expect.any(String) } });
    const listed = await server.ask(
      '{ syncRuns(connection: "our-acme", status: CANCELLED) { totalCount nodes { id } } connection(id: "our-acme") { lastRun { id } runs { nodes { id } } } }',
    );
    expect(listed.data).toEqual({
      syncRuns: { totalCount: 1, nodes: [{ id }] },
      connection: { lastRun: { id }, runs: { nodes: [{ id }] } },
    });
  });

  it('are scheduled and unscheduled', async () => {
    const scheduled = await server.ask(
      'mutation { scheduleSync(input: { connection: "our-acme", cron: "0 6 * * 1", timeZone: "Europe/Berlin", mode: FULL }) { cron every timeZone mode connection { name } } }',
    );
    expect(scheduled.data).toEqual({
      scheduleSync: {
        cron: '0 6 * * 1',
        every: null,
        timeZone: 'Europe/Berlin',
        mode: 'FULL',
        connection: { name: 'Renamed' },
      },
    });
    const wrong = await server.ask(
      'mutation { scheduleSync(input: { connection: "our-acme", every: "PT1S" }) { every } }',
    );
    expect(wrong.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'every' });
    await server.ask('mutation { unscheduleSync(connection: "our-acme") }');
    expect((await server.ask('{ connection(id: "our-acme") { schedule { cron } } }')).data).toEqual({
      connection: { schedule: null },
    });
  });
});

describe('records', () => {
  it('are taken once, and read back', async () => {
    const survey = await server.ask(
      'mutation { saveSurvey(input: { key: "kiosk", name: "Kiosk", kind: TOUCHPOINT, questions: [{ key: "csat", text: "Happy?", measure: CSAT }] }) { key kind questions { key scaleMin scaleMax positiveFrom higherIsBetter } } }',
    );
    expect(survey.data).toEqual({
      saveSurvey: {
        key: 'kiosk',
        kind: 'TOUCHPOINT',
        questions: [{ key: 'csat', scaleMin: 1, scaleMax: 5, positiveFrom: 4, higherIsBetter: true }],
      },
    });
    const record = `mutation ($at: DateTime!) {
      recordInteractions(interactions: [{ id: "1", customer: { email: "Ada@Home.example" }, kind: VISIT, occurredAt: $at, touchpoint: "shop" }, { id: "2", customer: { id: "customer_999" }, kind: VISIT, occurredAt: $at }]) { accepted unchanged rejected { index id message } }
      recordSurveyResponses(responses: [{ id: "1", customer: { email: "ada@home.example" }, survey: "kiosk", respondedAt: $at, answers: [{ question: "csat", score: 2, text: "meh" }] }]) { accepted unchanged rejected { message } }
      recordSurveyInvitations(invitations: [{ id: "1", customer: { email: "ada@home.example" }, survey: "kiosk", sentAt: $at, status: OPENED }]) { accepted rejected { message } }
    }`;
    const { data, errors } = await server.ask(record, { at: '2026-05-01T12:00:00+02:00' });
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({
      recordInteractions: {
        accepted: 1,
        rejected: [{ index: 1, id: '2', message: expect.stringContaining('customer_999') }],
      },
      recordSurveyResponses: { accepted: 1, rejected: [] },
      recordSurveyInvitations: { accepted: 1, rejected: [] },
    });
    expect((await server.ask(record, { at: '2026-05-01T12:00:00+02:00' })).data).toMatchObject({
      recordInteractions: { accepted: 0, unchanged: 1 },
      recordSurveyResponses: { accepted: 0, unchanged: 1 },
    });
    const read = await server.ask(
      '{ customer(by: { email: "ADA@home.example" }) { emails interactions { nodes { kind touchpoint occurredAt sourceRecords { connection { key connector { key } } } } } surveyResponses(where: { measure: CSAT, score: { lt: 3 } }) { nodes { answers { score text } } } } }',
    );
    expect(read.data).toEqual({
      customer: {
        emails: ['ada@home.example'],
        interactions: {
          nodes: [
            {
              kind: 'VISIT',
              touchpoint: 'shop',
              occurredAt: '2026-05-01T10:00:00.000Z',
              sourceRecords: [{ connection: { key: 'api', connector: { key: 'api' } } }],
            },
          ],
        },
        surveyResponses: { nodes: [{ answers: [{ score: 2, text: 'meh' }] }] },
      },
    });
  });
});

describe('roles', () => {
  const at = '2026-01-01T00:00:00Z';
  const needs: [Role, string][] = [
    [
      'ANALYST',
      `recordInteractions(interactions: [{ id: "9", customer: { email: "a@b.example" }, kind: NOTE, occurredAt: "${at}" }]) { accepted }`,
    ],
    [
      'ANALYST',
      'saveSurvey(input: { key: "roles", name: "R", kind: TOUCHPOINT, questions: [{ key: "q", text: "?", measure: OTHER }] }) { id }',
    ],
    ['ANALYST', 'recordSurveyInvitations(invitations: []) { accepted }'],
    ['ANALYST', 'recordSurveyResponses(responses: []) { accepted }'],
    ['ANALYST', 'recordFigures(figures: []) { accepted }'],
    ['ANALYST', 'saveCxIndex(input: { key: "own", name: "Own", components: [{ metric: NPS, weight: 1 }] }) { key }'],
    [
      'ANALYST',
      'saveAlertRule(input: { key: "low", name: "Low", metric: NPS, every: MONTH, when: { below: 0 } }) { key }',
    ],
    ['ANALYST', 'deleteAlertRule(key: "low")'],
    [
      'ANALYST',
      'saveTarget(input: { key: "goal", metric: NPS, value: 30, during: { last: "P30D" } }) { target { key } }',
    ],
    ['ANALYST', 'deleteTarget(key: "goal")'],
    [
      'ANALYST',
      'saveSegment(input: { key: "de", name: "Germans", rule: { field: { field: COUNTRY, is: { eq: "DE" } } } }) { key }',
    ],
    ['ANALYST', 'deleteSegment(key: "de")'],
    [
      'ANALYST',
      'saveJourney(input: { key: "calls", name: "Calls", stages: [{ key: "call", name: "Call", phase: PURCHASE, rule: { interaction: { kind: CALL } } }] }) { key }',
    ],
    ['ANALYST', 'deleteJourney(key: "calls")'],
    ['ANALYST', 'saveCalendar(input: { key: "shop", timeZone: "UTC" }) { key }'],
    ['ANALYST', 'deleteCalendar(key: "shop")'],
    ['OPERATOR', 'testConnection(id: "our-acme") { ok }'],
    ['OPERATOR', 'updateConnection(id: "our-acme", input: { name: "R" }) { id }'],
    ['OPERATOR', 'startSync(connection: "our-acme") { id }'],
    ['OPERATOR', 'cancelSync(run: "run_1") { id }'],
    ['OPERATOR', 'scheduleSync(input: { connection: "our-acme", every: "PT5M" }) { every }'],
    ['OPERATOR', 'unscheduleSync(connection: "our-acme")'],
    ['ADMIN', 'connect(input: { connector: "acme", key: "second", name: "S", config: { token: "t" } }) { id }'],
    ['ADMIN', 'updateConnection(id: "our-acme", input: { config: { token: "t2" } }) { id }'],
    ['ADMIN', 'disconnect(id: "second", deleteData: true)'],
  ];
  const schema = createSchema();
  const ranks: Role[] = ['VIEWER', 'ANALYST', 'OPERATOR', 'ADMIN'];

  it.each(ranks)('%s may do what its role says and nothing else', async role => {
    for (const [needed, mutation] of needs) {
      const { errors } = await graphql({
        schema,
        source: `mutation { ${mutation} }`,
        contextValue: server.world.fork(role),
      });
      const isRefused = (errors?.[0]?.originalError as { code?: string } | undefined)?.code === 'FORBIDDEN';
      expect([mutation, isRefused]).toEqual([mutation, ranks.indexOf(role) < ranks.indexOf(needed)]);
    }
  });

  it('has a line above for every mutation', () => {
    const tested = new Set(needs.map(([, mutation]) => /^\w+/.exec(mutation)?.[0]));
    expect(Object.keys(schema.getMutationType()!.getFields()).filter(name => !tested.has(name))).toEqual([]);
  });
});
