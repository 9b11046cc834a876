// The limits as they are: a thousand sockets and three thousand subscriptions are tried, and a second client is served.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CONNECTION_LIMITS } from '../../../../src/serve/server/connection-limits.ts';
import { startTestServer, type TestServer } from '../../../support/serve.ts';
import { type RawSocket, Refused, signIn } from './raw-socket.ts';

const SOCKETS = 1_000;
const SUBSCRIPTIONS = 3_000;
/** Time is up nowhere: what is tried here is how many there may be. */
const FAR = 10 * 60_000;

let server: TestServer;
const opened: RawSocket[] = [];
beforeAll(async () => {
  server = await startTestServer({ limits: { queryMs: { VIEWER: FAR, ANALYST: FAR, OPERATOR: FAR, ADMIN: FAR } } });
});
afterAll(async () => {
  await Promise.all(opened.map(raw => raw.close()));
  await server.close();
});

/** What a second client does all the while. */
async function meanwhile<T>(crowd: Promise<T>): Promise<T> {
  let isOver = false;
  const over = crowd.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    const answer = await server.ask('{ viewer { role } }');
    expect(answer).toEqual({ status: 200, data: { viewer: { role: 'ADMIN' } } });
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  return over;
}

async function crowd(): Promise<Refused[]> {
  const refused: Refused[] = [];
  for (let at = 0; at < SOCKETS; at += 50) {
    const group = Array.from({ length: 50 }, (_, more) => signIn(server, `127.0.0.${((at + more) % 2) + 1}`));
    for (const result of await Promise.allSettled(group)) {
      if (result.status === 'fulfilled') opened.push(result.value);
      else refused.push(result.reason as Refused);
    }
  }
  return refused;
}

it('a thousand sockets: so many as there are places, and the others are told', { timeout: 60_000 }, async () => {
  const refused = await meanwhile(crowd());
  expect(opened.length).toBe(CONNECTION_LIMITS.sockets.all);
  expect(refused.length).toBe(SOCKETS - CONNECTION_LIMITS.sockets.all);
  expect(refused.every(error => error instanceof Refused && error.status === 429)).toBe(true);
});

it('three thousand subscriptions: the same, and those of before go on', { timeout: 120_000 }, async () => {
  const told = (type: string) => opened.flatMap(({ messages }) => messages.filter(message => message.type === type));
  const begun = () => server.world.statements.filter(text => text.includes('from alert where id > $1')).length;
  const most = CONNECTION_LIMITS.subscriptions.all;
  // How long a request waits for a connection is tested elsewhere; on a busy machine, opening the first takes longer.
  server.world.requests.options.connectionTimeoutMillis = FAR;
  const asked = async () => {
    for (let at = 0; at < SUBSCRIPTIONS; at++)
      opened[at % opened.length]!.ask(String(at), 'subscription { alertOpened { id } }');
    await expect.poll(() => told('error').length, { timeout: 60_000, interval: 200 }).toBe(SUBSCRIPTIONS - most);
    await expect.poll(begun, { timeout: 60_000, interval: 200 }).toBeGreaterThan(most * 0.95);
  };
  await meanwhile(asked());
  expect(begun()).toBeLessThanOrEqual(most);
  expect(told('complete')).toEqual([]);
  expect(opened.every(({ socket }) => socket.readyState === socket.OPEN)).toBe(true);
});
