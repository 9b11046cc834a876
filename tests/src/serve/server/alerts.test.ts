// Alert rules and alerts as clients see them: saved, evaluated, listed, found by id, and followed over WebSocket.
import { type Client, createClient } from 'graphql-ws';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { evaluateAlerts } from '../../../../src/derive/alerts/evaluate.ts';
import { refresh } from '../../../../src/derive/refresh/refresh.ts';
import { startTestServer, type TestServer } from '../../../support/serve.ts';

let server: TestServer;
let client: Client;

beforeAll(async () => {
  server = await startTestServer();
  const questions = [{ key: 'q', text: 'Satisfied?', measure: 'CSAT' }];
  const saved = await server.ask('mutation ($input: SaveSurveyInput!) { saveSurvey(input: $input) { key } }', {
    input: { key: 'support', name: 'Support', kind: 'TOUCHPOINT', questions },
  });
  expect(saved.errors).toBeUndefined();
  await answer(20, 20);
  client = createClient({
    url: server.url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
  });
});
afterAll(async () => {
  await client.dispose();
  await server.close();
});
beforeEach(() => server.world.sql.query('truncate alert, alert_rule'));

let answers = 0;
/** Given today. */
async function answer(satisfied: number, dissatisfied: number): Promise<void> {
  const responses = Array.from({ length: satisfied + dissatisfied }, (_, at) => ({
    id: `a${++answers}`,
    survey: 'support',
    respondedAt: new Date().toISOString(),
    answers: [{ question: 'q', score: at < satisfied ? 5 : 1 }],
  }));
  const { data } = await server.ask(
    'mutation ($responses: [RecordSurveyResponseInput!]!) { recordSurveyResponses(responses: $responses) { accepted } }',
    { responses },
  );
  expect(data).toEqual({ recordSurveyResponses: { accepted: responses.length } });
  await refresh(server.world.sql);
}

const RULE = 'id key name metric index where condition by every level evaluatedAt problem';
const SAVE = `mutation ($input: SaveAlertRuleInput!) { saveAlertRule(input: $input) { ${RULE} } }`;
const low = { key: 'low', name: 'Low CSAT', metric: 'CSAT', every: 'YEAR', when: { below: 70 } };
const ALERT = `id rule { key condition } by { dimension key label } start end openedAt closedAt message
  value { metric value n reliable interval { low high confidence } distribution { score count } } indexValue { value }`;

describe('rules', () => {
  it('are saved by key, listed, found by id and deleted', async () => {
    const saved = await server.ask(SAVE, { input: { ...low, where: { channel: ['OTHER'], survey: 'support' } } });
    const rule = {
      id: expect.stringMatching(/^rule_\d+$/),
      key: 'low',
      name: 'Low CSAT',
      metric: 'CSAT',
      index: null,
      where: { channel: ['OTHER'], survey: 'support' },
      condition: { below: 70 },
      by: [],
      every: 'YEAR',
      level: null,
      evaluatedAt: null,
      problem: null,
    };
    expect(saved).toMatchObject({ data: { saveAlertRule: rule } });
    const { id } = (saved.data as unknown as { saveAlertRule: { id: string } }).saveAlertRule;
    const again = await server.ask(SAVE, { input: { ...low, name: 'Renamed', when: { dropsBy: 2.5 } } });
    const renamed = { ...rule, id, name: 'Renamed', where: null, condition: { dropsBy: 2.5 } };
    expect(again.data).toEqual({ saveAlertRule: renamed });
    const found = await server.ask(
      `query ($id: ID!) { alertRules { ${RULE} } node(id: $id) { ... on AlertRule { key } } }`,
      { id },
    );
    expect(found.data).toEqual({ alertRules: [renamed], node: { key: 'low' } });
    expect((await server.ask('mutation { deleteAlertRule(key: "low") }')).data).toEqual({ deleteAlertRule: id });
    const gone = await server.ask('mutation { deleteAlertRule(key: "low") }');
    expect(gone.errors?.[0]).toMatchObject({
      message: 'There is no alert rule "low".',
      extensions: { code: 'NOT_FOUND' },
    });
  });

  it.each([
    ['a survey that is not there', { where: { survey: 'nope' } }, 'BAD_USER_INPUT', 'where.survey'],
    ['a filter that is none', { where: { colour: 'red' } }, 'BAD_USER_INPUT', 'input.where'],
    ['two conditions', { when: { below: 1, above: 2 } }, 'BAD_USER_INPUT', expect.stringMatching(/^(input\.)?when$/)],
    ['no metric', { metric: null }, 'BAD_USER_INPUT', 'metric'],
    ['a limit off the scale', { when: { above: 100 } }, 'BAD_USER_INPUT', 'when.above'],
  ])('with %s are refused', async (_what, change, code, field) => {
    const { errors } = await server.ask(SAVE, { input: { ...low, ...change } });
    expect(errors?.[0]?.extensions).toMatchObject({ code, field });
  });

  it('are for analysts', async () => {
    const viewers = await startTestServer({ role: 'VIEWER' });
    try {
      for (const [query, input] of [
        [SAVE, low],
        ['mutation { deleteAlertRule(key: "low") }', undefined],
      ] as const) {
        const { errors } = await viewers.ask(query, { input });
        expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
      }
      expect((await viewers.ask('{ alerts { id } alertRules { key } }')).data).toEqual({ alerts: [], alertRules: [] });
    } finally {
      await viewers.close();
    }
  });
});

describe('alerts', () => {
  it('are listed open, closed or all, by rule, and found by id, by one statement each', async () => {
    await server.ask(SAVE, { input: low });
    await server.ask(SAVE, { input: { ...low, key: 'high', name: 'High', when: { above: 10 } } });
    await evaluateAlerts(server.world.fork());
    server.world.statements.length = 0;
    const { data, errors } = await server.ask(`{ alerts(rule: "low") { ${ALERT} } }`);
    expect(errors).toBeUndefined();
    expect(server.world.statements).toHaveLength(1);
    const year = new Date().getUTCFullYear();
    const alert = {
      id: expect.stringMatching(/^alert_\d+$/),
      rule: { key: 'low', condition: { below: 70 } },
      by: [],
      start: `${year}-01-01`,
      end: `${year}-12-31`,
      openedAt: expect.stringMatching(/Z$/),
      closedAt: null,
      message: `CSAT is 50 % (n 40) in ${year} so far, below 70 %.`,
      value: {
        metric: 'CSAT',
        value: 50,
        n: 40,
        reliable: true,
        interval: { low: expect.closeTo(35.2, 1), high: expect.closeTo(64.8, 1), confidence: 0.95 },
        distribution: [
          { score: 1, count: 20 },
          { score: 5, count: 20 },
        ],
      },
      indexValue: null,
    };
    expect(data).toEqual({ alerts: [alert] });
    const [{ id }] = (data as unknown as { alerts: [{ id: string }] }).alerts;
    const found = await server.ask(`query ($id: ID!) { node(id: $id) { __typename ... on Alert { ${ALERT} } } }`, {
      id,
    });
    expect(found.data).toEqual({ node: { __typename: 'Alert', ...alert } });

    await server.world.sql.query(`update alert set closed_at = now() where finding = 'ABOVE'`);
    const lists = await server.ask(
      '{ alerts { rule { key } } closed: alerts(open: false) { rule { key } } all: alerts(open: null) { rule { key } } one: alerts(open: null, first: 1) { rule { key } } }',
    );
    const [lowRule, highRule] = [{ rule: { key: 'low' } }, { rule: { key: 'high' } }];
    expect(lists.data).toEqual({ alerts: [lowRule], closed: [highRule], all: [highRule, lowRule], one: [highRule] });
    expect((await server.ask('{ alerts(first: 1001) { id } }')).errors?.[0]?.extensions.field).toBe('first');
  });

  it('of a rule by groups name the group, and those of a silence have no bucket and no value', async () => {
    const rules = [
      { ...low, key: 'surveys', by: ['SURVEY'], level: 0.01, when: { below: 90 } },
      { key: 'quiet', name: 'Quiet', metric: 'NPS', when: { silence: 'PT1H' } },
    ];
    for (const input of rules) expect((await server.ask(SAVE, { input })).errors).toBeUndefined();
    const saved = await server.ask('{ alertRules { key by every level condition } }');
    expect(saved.data).toEqual({
      alertRules: [
        { key: 'surveys', by: ['SURVEY'], every: 'YEAR', level: 0.01, condition: { below: 90 } },
        { key: 'quiet', by: [], every: null, level: null, condition: { silence: 'PT1H' } },
      ],
    });
    await server.world.sql.query(`update alert_rule set created_at = now() - interval '1 day'`);
    await evaluateAlerts(server.world.fork());
    const { data, errors } = await server.ask(`{ alerts { ${ALERT} } }`);
    expect(errors).toBeUndefined();
    // Groups are tested where they could be relied on in the year before.
    expect(data).toMatchObject({
      alerts: [
        {
          rule: { key: 'quiet' },
          by: [],
          message: expect.stringMatching(/^Nothing that NPS counts has come since the rule was saved/),
          value: null,
          indexValue: null,
        },
      ],
    });
    await server.ask(SAVE, { input: { ...low, key: 'surveys', by: ['SURVEY'] } });
    await evaluateAlerts(server.world.fork());
    const named = await server.ask('{ alerts(rule: "surveys") { by { dimension key label } message } }');
    expect(named.data).toEqual({
      alerts: [
        {
          by: [{ dimension: 'SURVEY', key: 'support', label: 'Support' }],
          message: `CSAT for survey Support is 50 % (n 40) in ${new Date().getUTCFullYear()} so far, below 70 %.`,
        },
      ],
    });
  });

  it('of an index have the value of the index', async () => {
    await server.ask(
      'mutation { saveCxIndex(input: {key: "own", name: "Own index", components: [{metric: CSAT, weight: 1}]}) { version } }',
    );
    const saved = await server.ask(SAVE, { input: { ...low, metric: null, index: 'own' } });
    expect(saved.errors).toBeUndefined();
    await evaluateAlerts(server.world.fork());
    const { data, errors } = await server.ask(
      '{ alerts { message value { n } indexValue { value n coverage components { metric raw { value } contribution } } } }',
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      alerts: [
        {
          message: `Own index is 50 (n 40) in ${new Date().getUTCFullYear()} so far, below 70.`,
          value: null,
          indexValue: {
            value: 50,
            n: 40,
            coverage: 1,
            components: [{ metric: 'CSAT', raw: { value: 50 }, contribution: 50 }],
          },
        },
      ],
    });
  });
});

describe('alertOpened', () => {
  /** The server listens for notifications of its own accord; before that nothing would be heard. */
  const listens = () =>
    expect
      .poll(
        () =>
          server.world.sql.query(
            `select from pg_stat_activity where datname = current_database()
             and application_name = 'cxgraph listener' and query = 'listen "cxgraph_alert"'`,
          ),
        { timeout: 10_000 },
      )
      .toHaveLength(1);
  const OPENED = `subscription { alertOpened { ${ALERT} } }`;
  type Opened = { alertOpened: { id: string; rule: { key: string }; message: string } };

  it('tells each alert as it opens, and none that was open before', async () => {
    await server.ask(SAVE, { input: low });
    await evaluateAlerts(server.world.fork());
    const alerts = client.iterate<Opened>({ query: OPENED });
    const first = alerts.next();
    await listens();
    await evaluateAlerts(server.world.fork());
    for (const key of ['second', 'third']) await server.ask(SAVE, { input: { ...low, key, when: { below: 60 } } });
    await evaluateAlerts(server.world.fork());
    const told = [(await first).value, (await alerts.next()).value];
    expect(told.map(one => one.data.alertOpened.rule.key)).toEqual(['second', 'third']);
    expect(told[0].data.alertOpened).toMatchObject({
      message: expect.stringContaining('below 60 %'),
      value: { n: 40 },
    });
    await alerts.return?.();
  });

  it('makes up for what it missed while its connection to the database was cut', async () => {
    const alerts = client.iterate<Opened>({ query: OPENED });
    const first = alerts.next();
    await listens();
    await server.world.sql.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'cxgraph listener' and datname = current_database()`,
    );
    await server.ask(SAVE, { input: low });
    await evaluateAlerts(server.world.fork());
    expect((await first).value.data.alertOpened.rule.key).toBe('low');
    await alerts.return?.();
  });

  it('skips what was deleted before it could be told', async () => {
    const alerts = client.iterate<Opened>({ query: OPENED });
    const first = alerts.next();
    await listens();
    await server.world.sql.query(`select pg_notify('cxgraph_alert', '999999')`);
    await server.ask(SAVE, { input: low });
    await evaluateAlerts(server.world.fork());
    expect((await first).value.data.alertOpened.rule.key).toBe('low');
    await alerts.return?.();
  });
});
