// What fails is null and says why; what stands beside it is answered all the same.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insert, insertConnection, insertInteraction } from '../../../support/rows.ts';
import { startTestServer, type TestServer } from '../../../support/serve.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  const { sql } = server.world;
  const hub = await insertConnection(sql, 'hubspot');
  await insertInteraction(sql, hub, { kind: 'NOTE', subject: 'Hello' });
  const rule = { field: { field: 'COUNTRY', is: { eq: 'DE' } } };
  await insert(sql, 'segment', { key: 'de', name: 'Germans', rule });
  const stages = JSON.stringify([
    { key: 'bought', name: 'Bought', phase: 'PURCHASE', rule: { interaction: { kind: 'PURCHASE' } } },
  ]);
  await insert(sql, 'journey', { key: 'own', name: 'Own', mode: 'ORDERED', stages });
});
afterAll(() => server.close());

const during = 'during: { last: "P30D" }';
const never = 'during: { last: "P0D" }';

describe.each([
  ['metric', `metric(metric: NPS, ${never}) { asOf }`],
  ['metrics', `metrics(of: [NPS, CSAT], ${never}) { asOf }`],
  ['cxIndex', `cxIndex(key: "none", ${during}) { asOf }`],
  ['drivers', `drivers(of: NPS, ${during}) { n }`],
  ['metricRows', `metricRows(metric: NPS, ${during}, first: 0) { totalCount }`],
  ['customers', 'customers(first: 0) { totalCount }'],
  ['accounts', 'accounts(after: "x") { totalCount nodes { id } }'],
  ['interactions', 'interactions(where: { customer: "x" }) { totalCount }'],
  ['surveyResponses', 'surveyResponses(first: 1, last: 1) { totalCount }'],
  ['syncRuns', 'syncRuns(first: 1000) { totalCount }'],
  ['rejectedRecords', 'rejectedRecords(run: "x") { totalCount }'],
  ['alerts', 'alerts(first: -1) { id }'],
  ['segmentPreview', 'segmentPreview(rule: { field: { field: COUNTRY, is: { gt: 3 } } }) { size }'],
])('%s', (name, field) => {
  it('leaves its neighbours', async () => {
    const { status, data, errors } = await server.ask(`{ ${field} well: interactions { nodes { subject } } }`);
    expect(status).toBe(200);
    expect(data).toEqual({ [name]: null, well: { nodes: [{ subject: 'Hello' }] } });
    expect(errors).toHaveLength(1);
    expect(errors![0]!.path).toEqual([name]);
    expect(errors![0]!.extensions.code).not.toBe('INTERNAL_SERVER_ERROR');
  });
});

it.each([
  ['alertRules', 'alert_rule'],
  ['connections', 'connection'],
  ['cxIndexDefinitions', 'cx_index_definition'],
  ['journeys', 'journey'],
  ['lifetimeModels', 'lifetime_model'],
  ['segments', 'segment'],
  ['surveys', 'survey'],
])('%s leaves its neighbours where its table cannot be read', async (name, table) => {
  await server.world.sql.query(`alter table ${table} rename to ${table}_away`);
  try {
    const { data, errors } = await server.ask(`{ failing: ${name} { __typename name: __typename } viewer { role } }`);
    expect(data).toEqual({ failing: null, viewer: { role: 'ADMIN' } });
    expect(errors).toHaveLength(1);
  } finally {
    await server.world.sql.query(`alter table ${table}_away rename to ${table}`);
  }
});

describe('what is computed for a thing', () => {
  it.each([
    ['growth', `growth(${never}, every: DAY) { size }`],
    ['metric', `metric(metric: NPS, ${never}) { n }`],
    ['explain', 'explain(customer: "customer_99") { holds }'],
  ])('%s of a segment leaves the segment', async (name, field) => {
    const { data, errors } = await server.ask(
      `{ segments { key ${field} well: metric(metric: NPS, ${during}) { n } } }`,
    );
    expect(data).toEqual({ segments: [{ key: 'de', [name]: null, well: { n: 0 } }] });
    expect(errors?.map(error => error.path)).toEqual([['segments', 0, name]]);
  });

  it.each([
    ['map', `map(${never}) { entered }`],
    ['paths', `paths(${never}) { runs }`],
  ])('%s of a journey leaves the journey', async (name, field) => {
    const { data, errors } = await server.ask(
      `{ journey(key: "own") { key ${field} well: map(${during}) { entered } } }`,
    );
    expect(data).toEqual({ journey: { key: 'own', [name]: null, well: { entered: 0 } } });
    expect(errors?.map(error => error.path)).toEqual([['journey', name]]);
  });
});
