// Requests whose time is far from up: they end with their client, and hold no more connections than they may.
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { type Client, createClient } from 'graphql-ws';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { type Answer, startTestServer, type TestServer } from '../../../support/serve.ts';
import { type Held, holding } from './held.ts';

const FAR = 10 * 60_000;
const SLOW = '{ surveys { id } }';
let server: TestServer;
let held: Held;

beforeAll(async () => {
  server = await startTestServer({
    limits: { queryMs: { VIEWER: FAR, ANALYST: FAR, OPERATOR: FAR, ADMIN: FAR }, waiting: 12 },
  });
  held = await holding(server.world);
});
afterAll(async () => {
  held.end();
  await server.close();
});
afterEach(() => held.release());

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

describe('a slow query', () => {
  it('holds two connections at most, and each root is one statement still', async () => {
    await held.hold('survey');
    server.world.statements.length = 0;
    const roots = Array.from({ length: 6 }, (_, i) => `r${i}: surveys { id }`).join(' ');
    const answer = server.ask(`{ ${roots} }`);
    await held.untilRunning(2);
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(await held.running()).toBe(2);
    await held.release();
    expect((await answer).errors).toBeUndefined();
    expect(server.world.statements.filter(text => text.includes('from survey'))).toHaveLength(6);
  });

  it('one caller with ten slow queries holds four, and another is served meanwhile', async () => {
    await held.hold('survey');
    const slow = Array.from({ length: 10 }, () => server.ask(SLOW));
    await held.untilRunning(4);
    const other = await askFrom('127.0.0.2', '{ customers(first: 1) { totalCount } }');
    expect(other).toMatchObject({ status: 200, data: { customers: { totalCount: 0 } } });
    expect(await held.running()).toBe(4);
    await held.release();
    for (const answer of await Promise.all(slow)) expect(answer).toMatchObject({ data: { surveys: [] } });
  });

  it('of a caller whose line is full is refused, and those in line are served', async () => {
    await held.hold('survey');
    const answers: Answer[] = [];
    const asked = Array.from({ length: 20 }, async () => answers.push(await server.ask(SLOW)));
    const refused = () => answers.filter(({ errors }) => errors?.[0]?.extensions.code === 'TOO_MANY_REQUESTS');
    await expect.poll(() => answers.length).toBe(4);
    expect(refused()).toHaveLength(4);
    await held.release();
    await Promise.all(asked);
    expect(answers.filter(({ errors }) => errors === undefined)).toHaveLength(16);
  });

  it('ends soon after its client left', async () => {
    await held.hold('survey');
    const leaving = new AbortController();
    const body = JSON.stringify({ query: SLOW });
    const headers = { 'content-type': 'application/json' };
    const gone = fetch(server.url, { method: 'POST', body, headers, signal: leaving.signal }).catch(() => 'gone');
    await held.untilRunning(1);
    leaving.abort();
    expect(await gone).toBe('gone');
    await held.untilRunning(0);
    expect(server.logged).toEqual([]);
  });
});

describe('over WebSocket', () => {
  let client: Client;
  beforeAll(() => {
    client = createClient({ url: server.url.replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 0 });
  });
  afterAll(() => client.dispose());

  it('a query ends when its client completes it', async () => {
    await held.hold('survey');
    const stop = client.subscribe({ query: SLOW }, { next() {}, error() {}, complete() {} });
    await held.untilRunning(1);
    stop();
    await held.untilRunning(0);
  });

  it('a query ends when its socket is cut', async () => {
    await held.hold('survey');
    const socket = new WebSocket(server.url.replace('http', 'ws'), 'graphql-transport-ws');
    await new Promise(resolve => socket.once('open', resolve));
    socket.send(JSON.stringify({ type: 'connection_init' }));
    await new Promise(resolve => socket.once('message', resolve));
    socket.send(JSON.stringify({ type: 'subscribe', id: 'a', payload: { query: SLOW } }));
    await held.untilRunning(1);
    socket.terminate();
    await held.untilRunning(0);
  });
});
