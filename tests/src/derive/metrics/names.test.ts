// Segments, journeys and stages that do not exist are errors wherever they are named; and what is told of them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../support/serve.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  const { sql } = server.world;
  await sql.query(`insert into segment (key, name, rule) values ('known', 'Known ones', '{}')`);
  await sql.query(
    `insert into journey (key, name, mode, stages) values ('trial', 'Trial', 'ORDERED', '[{"key": "start", "name": "Start"}]')`,
  );
});
afterAll(() => server.close());

const DURING = { from: '2026-01-01', to: '2026-01-31' };
const WRONG = [
  ['segment', { segment: 'none' }, 'There is no segment "none". The query "segments" lists their keys.'],
  ['journey', { journey: 'none' }, 'There is no journey "none". The query "journeys" lists their keys.'],
  [
    'journeyStage.journey',
    { journeyStage: { journey: 'none', stage: 'start' } },
    'There is no journey "none". The query "journeys" lists their keys.',
  ],
  [
    'journeyStage.stage',
    { journeyStage: { journey: 'trial', stage: 'end' } },
    'The journey "trial" has no stage "end". The query "journeys" lists its stages.',
  ],
] as const;
const RIGHT = { segment: 'known', journey: 'trial', journeyStage: { journey: 'trial', stage: 'start' } };

const ASK = {
  metric:
    'query ($during: PeriodInput!, $where: MetricFilter) { metric(metric: NPS, during: $during, where: $where) { asOf } }',
  cxIndex:
    'query ($during: PeriodInput!, $where: MetricFilter) { cxIndex(key: "txr", during: $during, where: $where) { asOf } }',
  drivers:
    'query ($during: PeriodInput!, $where: MetricFilter) { drivers(of: NPS, during: $during, where: $where) { n } }',
  metricRows:
    'query ($during: PeriodInput!, $where: MetricFilter) { metricRows(metric: NPS, during: $during, where: $where) { totalCount } }',
};
const SAVE_RULE = 'mutation ($input: SaveAlertRuleInput!) { saveAlertRule(input: $input) { key where } }';
const SAVE_INDEX = 'mutation ($input: SaveCxIndexInput!) { saveCxIndex(input: $input) { version } }';
const rule = (where: object) => ({
  key: 'low',
  name: 'Low',
  metric: 'CSAT',
  every: 'MONTH',
  when: { below: 50 },
  where,
});
const index = (where: object) => ({ key: 'own', name: 'Own', components: [{ metric: 'NPS', weight: 1, where }] });

describe.each(WRONG)('an unknown %s', (field, where, message) => {
  it.each(Object.entries(ASK))('is refused by %s', async (_, query) => {
    const { errors } = await server.ask(query, { during: DURING, where });
    expect(errors).toMatchObject([{ message, extensions: { code: 'BAD_USER_INPUT', field: `where.${field}` } }]);
  });

  it('is refused by what is saved', async () => {
    const saved = await server.ask(SAVE_RULE, { input: rule(where) });
    expect(saved.errors).toMatchObject([{ message, extensions: { field: `where.${field}` } }]);
    const component = await server.ask(SAVE_INDEX, { input: index(where) });
    expect(component.errors).toMatchObject([{ message, extensions: { field: `components.0.where.${field}` } }]);
  });
});

it.each(Object.entries(ASK))('known ones are taken by %s', async (name, query) => {
  const { errors } = await server.ask(query, { during: DURING, where: RIGHT });
  // Nobody answered anything.
  expect(errors?.map(({ extensions }) => extensions.code)).toEqual(
    name === 'drivers' ? ['TOO_LITTLE_DATA'] : undefined,
  );
});

it('are kept plainly by rules and indices; and the same index is no new version', async () => {
  const saved = await server.ask(SAVE_RULE, { input: rule(RIGHT) });
  expect(saved.data).toEqual({ saveAlertRule: { key: 'low', where: RIGHT } });
  for (let i = 0; i < 2; i++) {
    const { data } = await server.ask(SAVE_INDEX, { input: index(RIGHT) });
    expect(data).toEqual({ saveCxIndex: { version: 1 } });
  }
});

it('a segment that is gone is missed by the index that names it', async () => {
  const { sql } = server.world;
  await sql.query(`insert into segment (key, name, rule) values ('going', 'Going', '{}')`);
  const input = { ...index({ segment: 'going' }), key: 'of-going' };
  expect((await server.ask(SAVE_INDEX, { input })).errors).toBeUndefined();
  await sql.query(`delete from segment where key = 'going'`);
  const query = 'query ($during: PeriodInput!) { cxIndex(key: "of-going", during: $during) { asOf } }';
  const { errors } = await server.ask(query, { during: DURING });
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field: 'components.0.where.segment' } }]);
});

it.each([
  [{ by: ['JOURNEY_STAGE'] }, 'by'],
  [{ where: { journey: 'trial' } }, 'where.journey'],
  [{ where: { journeyStage: RIGHT.journeyStage } }, 'where.journeyStage'],
])('metrics of customers have no stages: %j', async (request, field) => {
  const query =
    'query ($during: PeriodInput!, $by: [Dimension!], $where: MetricFilter) { metric(metric: CHURN_RATE, during: $during, by: $by, where: $where) { asOf } }';
  const { errors } = await server.ask(query, { during: DURING, ...request });
  expect(errors).toMatchObject([
    { message: expect.stringContaining('CHURN_RATE counts customers'), extensions: { code: 'BAD_USER_INPUT', field } },
  ]);
});
