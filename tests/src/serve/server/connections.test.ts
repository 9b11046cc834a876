// What clients of plain HTTP may not do: send half of a request, hold every place, leave answers unread.
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConnectionLimits } from '../../../../src/serve/server/connection-limits.ts';
import { startTestServer, type TestServer } from '../../../support/serve.ts';

let server: TestServer;
let open: Socket[];
beforeEach(() => {
  open = [];
});
afterEach(async () => {
  for (const socket of open) socket.destroy();
  await server.close();
});

const start = async (connectionLimits: Partial<ConnectionLimits>, adminKey: string | null = null) => {
  server = await startTestServer({ connectionLimits, config: { adminKey } });
};
const health = (path: string) => fetch(new URL(path, server.url));

interface Raw {
  readonly socket: Socket;
  /** All that the server said, once it has ended the connection. */
  readonly ended: Promise<string>;
}

function raw(text: string): Raw {
  const socket = connect(server.port, '127.0.0.1');
  open.push(socket);
  let said = '';
  socket.on('data', data => {
    said += data;
  });
  socket.on('error', () => undefined);
  socket.write(text);
  return { socket, ended: new Promise(resolve => socket.once('close', () => resolve(said))) };
}

const HEAD = 'POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n';
const whole = (query: string, more = '') => {
  const body = JSON.stringify({ query });
  return `${HEAD}${more}content-length: ${body.length}\r\n\r\n${body}`;
};
const ROLE = '{ viewer { role } }';

/** Makes reading surveys wait. */
async function block(): Promise<() => Promise<void>> {
  const client = await server.world.pool.connect();
  await client.query('begin');
  await client.query('lock table survey in access exclusive mode');
  return async () => {
    await client.query('rollback');
    client.release();
  };
}

describe('half of a request', () => {
  it('is ended in words, while others are served', async () => {
    await start({ headersMs: 2_000, requestMs: 3_000, requestCheckMs: 50 });
    const halves = Array.from({ length: 300 }, (_, at) =>
      raw(['', HEAD, `${HEAD}content-length: 50\r\n\r\n{"query`][at % 3]!),
    );
    const asked = await Promise.all(Array.from({ length: 20 }, () => server.ask(ROLE)));
    expect(asked.every(({ status }) => status === 200)).toBe(true);
    const said = await Promise.all(halves.map(({ ended }) => ended));
    expect(said.filter(text => text.startsWith('HTTP/1.1 408 ')).length).toBe(300);
    expect(said[1]).toContain('{"errors":[{"message":"The request did not come in whole in time.');
  });

  it('gives way to new connections where there is no place left', async () => {
    await start({ connections: { all: 30, each: 20 } });
    const halves = Array.from({ length: 60 }, () => raw(HEAD));
    await Promise.all(halves.slice(0, 40).map(({ ended }) => ended));
    expect((await server.ask(ROLE)).status).toBe(200);
    expect((await health('/healthz')).status).toBe(200);
    expect(server.logged.join()).toContain('to make room');
  });

  it('never makes a request at work give way', async () => {
    await start({ connections: { all: 2, each: 2 } });
    const unblock = await block();
    const working = Array.from({ length: 2 }, () => raw(whole('{ surveys { id } }', 'connection: close\r\n')));
    await expect.poll(() => server.world.statements.filter(text => text.includes('from survey')).length).toBe(2);
    expect(await raw(whole(ROLE)).ended).toMatch(/^HTTP\/1.1 429 [\s\S]+"code":"TOO_MANY_REQUESTS"/);
    await unblock();
    for (const { ended } of working) expect(await ended).toContain('{"data":{"surveys":[]}}');
  });
});

describe('a request', () => {
  it('has headers of a limited size', async () => {
    await start({ headerBytes: 8_192 });
    const said = await raw(`${HEAD}x: ${'x'.repeat(9_000)}\r\n\r\n`).ended;
    expect(said).toMatch(/^HTTP\/1.1 431 [\s\S]+"code":"REQUEST_TOO_LARGE","limit":8192/);
    expect(await raw('nonsense\r\n\r\n').ended).toMatch(/^HTTP\/1.1 400 [\s\S]+"code":"BAD_REQUEST"/);
  });

  it('of a stranger is refused before its body comes', async () => {
    await start({}, 'correct-horse-battery');
    const { socket } = raw(`${HEAD}content-length: 90000\r\n\r\n`);
    const said = await new Promise(resolve => socket.once('data', data => resolve(String(data))));
    expect(said).toMatch(/^HTTP\/1.1 401 /);
  });
});

describe('operations at work', () => {
  it('have a limit that health checks and the page do not have', async () => {
    await start({ operations: { all: 4, each: 3 } });
    const unblock = await block();
    const working = Array.from({ length: 3 }, () => server.ask('{ surveys { id } }'));
    await expect.poll(() => server.world.statements.filter(text => text.includes('from survey')).length).toBe(3);
    const refused = await fetch(server.url, {
      method: 'POST',
      body: JSON.stringify({ query: ROLE }),
      headers: { 'content-type': 'application/json' },
    });
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await refused.json()).toMatchObject({
      errors: [
        {
          message: 'There are 3 operations at work of one caller, and no more are allowed. Try again later.',
          extensions: { code: 'TOO_MANY_REQUESTS', retryable: true, limit: 3 },
        },
      ],
    });
    for (const path of ['/healthz', '/readyz']) expect((await health(path)).status).toBe(200);
    expect((await fetch(server.url, { headers: { accept: 'text/html' } })).status).toBe(200);
    await unblock();
    expect((await Promise.all(working)).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await server.ask(ROLE)).status).toBe(200);
  });

  it('end with the client that leaves', async () => {
    await start({ operations: { all: 1, each: 1 } });
    const unblock = await block();
    const { socket } = raw(whole('{ surveys { id } }'));
    await expect.poll(() => server.world.statements.some(text => text.includes('from survey'))).toBe(true);
    expect((await server.ask(ROLE)).status).toBe(429);
    socket.destroy();
    await expect.poll(async () => (await server.ask(ROLE)).status).toBe(200);
    await unblock();
  });
});

it('an answer that nobody reads is given up', async () => {
  await start({ answerMs: 500 });
  await server.world.sql.query(
    `insert into connection (key, connector, name, config) values ('big', 'big', repeat('x', 2000000), '{}')`,
  );
  const { socket, ended } = raw('');
  socket.pause();
  socket.write(whole('{ connections { name } }').repeat(15));
  await expect.poll(() => server.logged.join(), { timeout: 30_000 }).toContain('an answer was not read');
  expect((await server.ask(ROLE)).status).toBe(200);
  socket.resume();
  expect((await ended).length).toBeLessThan(30_000_000);
});
