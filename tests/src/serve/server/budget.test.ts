// An answer has a size that it may not pass, in all its fields together; what is refused is neither computed nor sent.
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { Budget } from '../../../../src/base/context/budget.ts';
import { readSumRows } from '../../../../src/derive/metrics/sum-rows.ts';
import { listSurveys } from '../../../../src/serve/graph/survey.read.ts';
import { insert, insertConnection } from '../../../support/rows.ts';
import { startTestServer, type TestServer } from '../../../support/serve.ts';

const CELLS = 400;
const BYTES = 20_000;
let server: TestServer;
let run: number;

beforeAll(async () => {
  server = await startTestServer({ limits: { answer: { cells: CELLS, bytes: BYTES } } });
  const { sql } = server.world;
  const connection = await insertConnection(sql, 'hubspot', { name: 'x'.repeat(2_000) });
  run = await insert(sql, 'sync_run', { connection_id: connection, mode: 'FULL', trigger: 'MANUAL' });
  for (let i = 0; i < 60; i++) await insert(sql, 'customer', { display_name: `${i} ${'n'.repeat(300)}` });
  for (const key of ['a', 'b', 'c'])
    await insert(sql, 'segment', { key, name: key, rule: { field: { field: 'COUNTRY', is: { eq: 'DE' } } } });
});
afterAll(() => server.close());

const codes = async (query: string) => (await server.ask(query)).errors?.map(error => error.extensions) ?? [];
const page = (first: number) => `customers(first: ${first}) { nodes { displayName } }`;
const metric = (days: number, more = '') =>
  `metric(metric: NPS, during: { last: "P${days}D" }, every: DAY${more}) { groups { points { start } } }`;

describe('bytes', () => {
  const refused = { code: 'ANSWER_TOO_LARGE', limit: BYTES };

  it('up to the limit are given, beyond it the answer is refused', async () => {
    expect(await codes(`{ ${page(30)} }`)).toEqual([]);
    expect(await codes(`{ ${page(60)} }`)).toMatchObject([refused]);
  });

  it('of all fields count together, of each request anew', async () => {
    // Whichever comes first is given, and there is no room for another.
    expect(await codes(`{ a: ${page(30)} b: ${page(30)} c: ${page(30)} }`)).toMatchObject([refused, refused]);
    for (let i = 0; i < 3; i++) expect(await codes(`{ ${page(30)} }`)).toEqual([]);
  });

  it('that are too many are not sent, and it stays one statement', async () => {
    const { world } = server;
    const selected = { key: 'surveys', name: 'surveys', args: {}, fields: new Map() };
    const rows: unknown[] = [];
    const one = async (...statement: Parameters<typeof world.sql.one>) => {
      const row = await world.sql.one(...statement);
      rows.push(row);
      return row;
    };
    const ctx = { ...world.fork(), budget: new Budget({ cells: 0, bytes: 1 }) };
    world.statements.length = 0;
    await expect(
      listSurveys({ ...ctx, sql: { ...world.sql, one: one as typeof world.sql.one } }, selected),
    ).rejects.toMatchObject({ code: 'ANSWER_TOO_LARGE' });
    expect(rows).toEqual([{ data: null, bytes: expect.any(Number) }]);
    expect(world.statements).toHaveLength(1);
  });

  it('of a subscription count for each event', async () => {
    const client = createClient({ url: server.url.replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 0 });
    const query = `subscription { syncProgress(run: "run_${run}") { connection { name } } }`;
    const states = client.iterate({ query });
    // Some 2 kB each.
    for (let i = 0; i < 15; i++) {
      expect((await states.next()).value).toMatchObject({ data: { syncProgress: { connection: {} } } });
      await server.world.sql.query(`select pg_notify('cxgraph_sync_run', $1)`, [String(run)]);
    }
    await client.dispose();
  });
});

describe('cells', () => {
  const refused = { code: 'ANSWER_TOO_LARGE', limit: CELLS };

  it('are the points of all reports together', async () => {
    expect(await codes(`{ ${metric(300)} }`)).toEqual([]);
    expect(await codes(`{ ${metric(500)} }`)).toMatchObject([refused]);
    expect(await codes(`{ a: ${metric(300)} b: ${metric(300)} }`)).toMatchObject([refused]);
  });

  it('are the days of all segments together, and are not counted out first', async () => {
    const growth = (days: number) =>
      `{ segments { growth(during: { last: "P${days}D" }, every: DAY) { start size } } }`;
    const counted = () => server.world.statements.filter(text => text.includes('width_bucket')).length;
    server.world.statements.length = 0;
    expect(await codes(growth(100))).toEqual([]);
    expect(counted()).toBe(1);
    const errors = await codes(growth(200));
    expect(errors[0]).toMatchObject(refused);
    expect(counted()).toBe(1);
  });

  it('are the points of an index with all their components', async () => {
    const index = (days: number) =>
      `{ cxIndex(during: { last: "P${days}D" }, every: DAY) { groups { points { start } } } }`;
    expect(await codes(index(10))).toEqual([]);
    expect(await codes(index(200))).toMatchObject([refused]);
  });
});

it('the rows behind a report have a limit as well', async () => {
  const { sql } = server.world;
  const rows = `select array['x'] as "group", 0 as span from generate_series(1, 5)`;
  expect(await readSumRows(sql, rows, [], 5)).toHaveLength(5);
  await expect(readSumRows(sql, rows, [], 4)).rejects.toMatchObject({
    code: 'ANSWER_TOO_LARGE',
    details: { field: 'by', limit: 4 },
  });
});
