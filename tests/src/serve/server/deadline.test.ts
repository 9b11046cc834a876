// Requests end: at their time, or with their client, and their SQL with them; what changes something is done nevertheless.
import { type Client, createClient } from 'graphql-ws';
import type pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import type { Viewer } from '../../../../src/base/access/viewer.ts';
import { REQUEST_LIMITS } from '../../../../src/serve/server/request-limits.ts';
import { createRequests, type RequestOwn } from '../../../../src/serve/server/requests.ts';
import { insert, insertConnection } from '../../../support/rows.ts';
import { type Answer, startTestServer, type TestServer } from '../../../support/serve.ts';
import { type Held, holding } from './held.ts';

const QUERY_MS = 700;
let server: TestServer;
let held: Held;
let run: number;

beforeAll(async () => {
  server = await startTestServer({
    limits: {
      queryMs: { VIEWER: 10, ANALYST: 10, OPERATOR: 10, ADMIN: QUERY_MS },
      mutationMs: 2_500,
    },
  });
  const connection = await insertConnection(server.world.sql, 'hubspot');
  run = await insert(server.world.sql, 'sync_run', { connection_id: connection, mode: 'FULL', trigger: 'MANUAL' });
  held = await holding(server.world);
});
afterAll(async () => {
  held.end();
  await server.close();
});
afterEach(() => release());

const hold = (...tables: string[]) => held.hold(...tables);
const release = () => held.release();
const running = () => held.running();
const untilRunning = (count: number) => held.untilRunning(count);

const SLOW = '{ surveys { id } }';
const code = ({ errors }: Pick<Answer, 'errors'>) => errors?.[0]?.extensions.code;

describe('a slow query', () => {
  it('ends at its time with TIMEOUT, and so does its SQL', async () => {
    await hold('survey');
    const began = performance.now();
    const { errors } = await server.ask(SLOW);
    const took = performance.now() - began;
    expect(errors).toMatchObject([{ extensions: { code: 'TIMEOUT', limit: QUERY_MS } }]);
    expect(errors![0]!.message).toContain('0.7 seconds');
    expect(took).toBeGreaterThanOrEqual(QUERY_MS - 5);
    expect(await running()).toBe(0);
    expect(server.logged).toEqual([]);
  });

  it('ends all its fields, those in line too, and the next request is served', async () => {
    await hold('survey');
    const roots = Array.from({ length: 10 }, (_, i) => `r${i}: surveys { id }`).join(' ');
    const { errors } = await server.ask(`{ ${roots} }`);
    expect(new Set(errors?.map(error => error.extensions.code))).toEqual(new Set(['TIMEOUT']));
    await untilRunning(0);
    await release();
    expect(await server.ask(SLOW)).toMatchObject({ status: 200, data: { surveys: [] } });
  });

  it('does not go on beside an answer that is sent, because another field failed', async () => {
    await hold('survey');
    const { requestSql, fork } = server.world;
    const source = { requestSql, context: (viewer: Viewer, own: RequestOwn) => fork(viewer.role, own) };
    const { context, end } = createRequests(source, REQUEST_LIMITS).open({ name: 'a', role: 'ADMIN' }, '127.0.0.1');
    const left = context.sql.query('select id from survey').catch(error => error);
    await untilRunning(1);
    end();
    expect(await left).toMatchObject({ code: 'UNAVAILABLE' });
    expect(await running()).toBe(0);
  });

  it('of entities ends as well', async () => {
    await hold('connection');
    const began = performance.now();
    const { errors } = await server.ask('mutation { startSync(connection: "hubspot") { id } }');
    expect(errors).toMatchObject([{ extensions: { code: 'TIMEOUT', limit: 2_500 } }]);
    expect(performance.now() - began).toBeGreaterThanOrEqual(2_400);
    await untilRunning(0);
  });
});

describe('a mutation', () => {
  it('is done, though its client left and a query’s time is up', async () => {
    await hold('survey');
    const leaving = new AbortController();
    const query =
      'mutation { saveSurvey(input: { key: "kiosk", name: "Kiosk", kind: TOUCHPOINT, questions: [{ key: "q", text: "?", measure: OTHER }] }) { id } }';
    const gone = fetch(server.url, {
      method: 'POST',
      body: JSON.stringify({ query }),
      headers: { 'content-type': 'application/json' },
      signal: leaving.signal,
    }).catch(() => 'gone');
    await untilRunning(1);
    leaving.abort();
    expect(await gone).toBe('gone');
    await new Promise(resolve => setTimeout(resolve, QUERY_MS));
    expect(await running()).toBe(1);
    await release();
    const saved = () => server.world.sql.query(`select key from survey where key = 'kiosk'`);
    await expect.poll(saved).toEqual([{ key: 'kiosk' }]);
    await server.world.sql.query(`delete from survey where key = 'kiosk'`);
  });
});

describe('connections', () => {
  it('all in use: UNAVAILABLE, while health and heartbeats have their own', async () => {
    const { requests, pool } = server.world;
    const take = (of: pg.Pool, count: number) => Promise.all(Array.from({ length: count }, () => of.connect()));
    const usual = requests.options.connectionTimeoutMillis;
    // Taking all of them takes a busy machine longer than a request would wait.
    requests.options.connectionTimeoutMillis = 60_000;
    const taken = [...(await take(requests, 10)), ...(await take(pool, 9))];
    requests.options.connectionTimeoutMillis = 200;
    const answer = await server.ask(SLOW);
    expect(code(answer)).toBe('UNAVAILABLE');
    expect((await fetch(new URL('/readyz', server.url))).status).toBe(200);
    expect(await server.world.control.one('select 1 as one')).toEqual({ one: 1 });
    for (const client of taken) client.release();
    requests.options.connectionTimeoutMillis = usual;
    expect(server.logged).toEqual([]);
  });
});

describe('over WebSocket', () => {
  let client: Client;
  beforeAll(() => {
    client = createClient({ url: server.url.replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 0 });
  });
  afterAll(() => client.dispose());

  it('a query ends at its time with TIMEOUT', async () => {
    await hold('survey');
    const { value } = await client.iterate({ query: SLOW }).next();
    expect(value).toMatchObject({ errors: [{ extensions: { code: 'TIMEOUT', limit: QUERY_MS } }] });
    expect(await running()).toBe(0);
  });

  it('a subscription goes on beyond that time, but each of its readings ends', async () => {
    const query = `subscription { syncProgress(run: "run_${run}") { id status } }`;
    const states = client.iterate({ query });
    expect((await states.next()).value).toMatchObject({ data: { syncProgress: { status: 'QUEUED' } } });
    await new Promise(resolve => setTimeout(resolve, QUERY_MS + 100));
    await server.world.sql.query(`update sync_run set status = 'RUNNING' where id = $1`, [run]);
    const told = () => server.world.sql.query(`select pg_notify('cxgraph_sync_run', $1)`, [String(run)]);
    await told();
    expect((await states.next()).value).toMatchObject({ data: { syncProgress: { status: 'RUNNING' } } });
    await hold('sync_run');
    await told();
    expect((await states.next()).value).toMatchObject({ errors: [{ extensions: { code: 'TIMEOUT' } }] });
    expect(await running()).toBe(0);
    expect(server.logged).toEqual([]);
  });
});
