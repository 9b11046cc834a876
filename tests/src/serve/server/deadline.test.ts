// Requests end: at their time, or with their client, and their SQL with them; what changes something is done nevertheless.
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { type Client, createClient } from 'graphql-ws';
import type pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import type { Viewer } from '../../../../src/base/access/viewer.ts';
import { REQUEST_LIMITS } from '../../../../src/serve/server/request-limits.ts';
import { createRequests, type RequestOwn } from '../../../../src/serve/server/requests.ts';
import { insert, insertConnection } from '../../../support/rows.ts';
import { type Answer, startTestServer, type TestServer } from '../../../support/serve.ts';

const QUERY_MS = 700;
let server: TestServer;
let blocker: pg.PoolClient;
let run: number;

beforeAll(async () => {
  server = await startTestServer({
    limits: {
      queryMs: { VIEWER: 10, ANALYST: 10, OPERATOR: 10, ADMIN: QUERY_MS },
      mutationMs: 2_500,
      waiting: 12,
    },
  });
  const connection = await insertConnection(server.world.sql, 'hubspot');
  run = await insert(server.world.sql, 'sync_run', { connection_id: connection, mode: 'FULL', trigger: 'MANUAL' });
  blocker = await server.world.pool.connect();
});
afterAll(async () => {
  blocker.release();
  await server.close();
});
afterEach(() => release());

/** Readers of the table wait until `release`. */
async function hold(...tables: string[]): Promise<void> {
  await blocker.query(`begin; lock table ${tables.join(', ')} in access exclusive mode`);
}
async function release(): Promise<void> {
  await blocker.query('rollback');
}

/** How many statements of requests are under way. */
async function running(): Promise<number> {
  const row = await server.world.sql.one<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity where state <> 'idle' and datname = current_database()
     and application_name in ('cxgraph requests', 'cxgraph entities')`,
  );
  return row!.count;
}
const untilRunning = (count: number) => expect.poll(running, { interval: 10 }).toBe(count);

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

  it('holds two connections at most, and each root is one statement still', async () => {
    await hold('survey');
    server.world.statements.length = 0;
    const roots = Array.from({ length: 6 }, (_, i) => `r${i}: surveys { id }`).join(' ');
    const answer = server.ask(`{ ${roots} }`);
    await untilRunning(2);
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(await running()).toBe(2);
    await release();
    expect((await answer).errors).toBeUndefined();
    expect(server.world.statements.filter(text => text.includes('from survey'))).toHaveLength(6);
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

  it('ends soon after its client left', async () => {
    await hold('survey');
    const leaving = new AbortController();
    const body = JSON.stringify({ query: SLOW });
    const headers = { 'content-type': 'application/json' };
    const began = performance.now();
    const gone = fetch(server.url, { method: 'POST', body, headers, signal: leaving.signal }).catch(() => 'gone');
    await untilRunning(1);
    leaving.abort();
    expect(await gone).toBe('gone');
    await untilRunning(0);
    expect(performance.now() - began).toBeLessThan(QUERY_MS);
    expect(server.logged).toEqual([]);
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

/** Asks from another address of this machine. */
function askFrom(localAddress: string, query: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    const sent = httpRequest(server.url, { method: 'POST', headers, localAddress }, async (answer: IncomingMessage) => {
      let text = '';
      for await (const chunk of answer) text += String(chunk);
      resolve({ status: answer.statusCode!, ...(JSON.parse(text) as Omit<Answer, 'status'>) });
    });
    sent.on('error', reject);
    sent.end(JSON.stringify({ query }));
  });
}

describe('connections', () => {
  it('one caller with ten slow queries holds four, and another is served meanwhile', async () => {
    await hold('survey');
    const slow = Array.from({ length: 10 }, () => server.ask(SLOW));
    await untilRunning(4);
    const other = await askFrom('127.0.0.2', '{ customers(first: 1) { totalCount } }');
    expect(other).toMatchObject({ status: 200, data: { customers: { totalCount: 0 } } });
    expect(await running()).toBe(4);
    for (const answer of await Promise.all(slow)) expect(code(answer)).toBe('TIMEOUT');
  });

  it('a caller whose line is full is told to wait', async () => {
    await hold('survey');
    const codes = (await Promise.all(Array.from({ length: 20 }, () => server.ask(SLOW)))).map(code);
    expect(codes.filter(one => one === 'TOO_MANY_REQUESTS')).toHaveLength(4);
    expect(codes.filter(one => one === 'TIMEOUT')).toHaveLength(16);
  });

  it('all in use: UNAVAILABLE, while health and heartbeats have their own', async () => {
    const { requests, pool } = server.world;
    const take = (of: pg.Pool, count: number) => Promise.all(Array.from({ length: count }, () => of.connect()));
    const taken = [...(await take(requests, 10)), ...(await take(pool, 9))];
    const usual = requests.options.connectionTimeoutMillis;
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

  it('a query ends when its client completes it', async () => {
    await hold('survey');
    const began = performance.now();
    const stop = client.subscribe({ query: SLOW }, { next() {}, error() {}, complete() {} });
    await untilRunning(1);
    stop();
    await untilRunning(0);
    expect(performance.now() - began).toBeLessThan(QUERY_MS);
  });

  it('a query ends when its socket is cut', async () => {
    await hold('survey');
    const socket = new WebSocket(server.url.replace('http', 'ws'), 'graphql-transport-ws');
    await new Promise(resolve => socket.once('open', resolve));
    socket.send(JSON.stringify({ type: 'connection_init' }));
    await new Promise(resolve => socket.once('message', resolve));
    const began = performance.now();
    socket.send(JSON.stringify({ type: 'subscribe', id: 'a', payload: { query: SLOW } }));
    await untilRunning(1);
    socket.terminate();
    await untilRunning(0);
    expect(performance.now() - began).toBeLessThan(QUERY_MS);
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
