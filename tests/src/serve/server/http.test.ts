// The server as a process sees it: health, login, addresses, the way it closes.
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Viewer } from '../../../../src/base/access/viewer.ts';
import { type Server, startServer } from '../../../../src/serve/server/http.ts';
import type { RequestOwn } from '../../../../src/serve/server/requests.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { startTestServer } from '../../../support/serve.ts';

let world: TestContext;
let isQueueUp = true;
const open: Server[] = [];

async function start(
  config: { adminKey?: string | null; databaseUrl?: string | null; port?: number } = {},
): Promise<Server> {
  const { ctx, control, requestSql, orm, url } = world;
  const queue = {
    check: async () => {
      if (!isQueueUp) throw new Error('away');
    },
  };
  const runtime = {
    databaseUrl: url,
    control,
    requestSql,
    orm,
    queue,
    log: ctx.log,
    context: (_: Viewer, own: RequestOwn) => world.fork('ADMIN', own),
  };
  const server = await startServer(runtime, {
    host: '127.0.0.1',
    port: 0,
    adminKey: null,
    databaseUrl: null,
    ...config,
  });
  open.push(server);
  return server;
}

beforeAll(async () => {
  world = await createTestContext();
});
afterAll(async () => {
  for (const server of open) await server.close();
  await world.close();
});

const at = (server: Server, path: string) => new URL(path, server.url).href;
const ask = (server: Server, headers: Record<string, string> = {}) =>
  fetch(server.url, {
    method: 'POST',
    body: '{"query":"{ viewer { role } }"}',
    headers: { 'content-type': 'application/json', ...headers },
  });

describe('health', () => {
  it('tells that the process lives and that it can work', async () => {
    const server = await start();
    expect(await (await fetch(at(server, '/healthz'))).json()).toEqual({ status: 'ok' });
    const ready = await fetch(at(server, '/readyz'));
    expect(ready.status).toBe(200);
    expect(await ready.json()).toEqual({
      status: 'ok',
      checks: { database: 'ok', queue: 'ok', migrations: 'ok', figures: 'ok' },
      setAside: 0,
    });
  });

  it('names what is missing', async () => {
    const server = await start();
    isQueueUp = false;
    await world.sql.query('update migration set name = name || $1', ['-away']);
    const ready = await fetch(at(server, '/readyz'));
    await world.sql.query('update migration set name = left(name, -5)');
    isQueueUp = true;
    expect(ready.status).toBe(503);
    expect(await ready.json()).toEqual({
      status: 'failed',
      checks: { database: 'ok', queue: 'failed', migrations: 'failed', figures: 'ok' },
      setAside: 0,
    });
    expect((await fetch(at(server, '/healthz'))).status).toBe(200);
  });
});

it('whoever asks at once whether it is ready, it looks once', async () => {
  const server = await start();
  world.statements.length = 0;
  const answers = await Promise.all(Array.from({ length: 20 }, () => fetch(at(server, '/readyz'))));
  expect(answers.every(({ status }) => status === 200)).toBe(true);
  expect(world.statements.filter(text => text === 'select 1').length).toBeLessThan(10);
});

describe('figures', () => {
  const ready = async (server: Server) => {
    const answer = await fetch(at(server, '/readyz'));
    return [answer.status, await answer.json()] as const;
  };
  const mark = (minutes: number) =>
    world.sql.query('insert into change_mark (subject, marked_at) values (1, now() - make_interval(mins => $1))', [
      minutes,
    ]);

  it('are late when a change is not counted for a quarter of an hour, however long nothing changed before', async () => {
    const server = await start();
    await world.sql.query(`insert into setting (key, value) values ('refresh', '{"asOf": "2020-01-01T00:00:00Z"}')`);
    await mark(14);
    expect(await ready(server)).toMatchObject([200, { checks: { figures: 'ok' } }]);
    await mark(16);
    expect(await ready(server)).toMatchObject([503, { status: 'failed', checks: { database: 'ok', figures: 'late' } }]);
    await world.sql.query('truncate change_mark');
  });

  it('may lack who is set aside: that is told', async () => {
    const server = await start();
    await world.sql.query(`insert into set_aside (subject, step, reason, partial, first_at, last_at)
      values (1, 'FACTS', 'odd', true, now(), now()), (2, 'FACTS', 'odd', false, now(), now())`);
    expect(await ready(server)).toMatchObject([200, { status: 'ok', setAside: 2 }]);
    await world.sql.query('truncate set_aside');
  });
});

describe('login', () => {
  it('lets in who has the key, and says how to give it', async () => {
    const server = await start({ adminKey: 'correct-horse-battery' });
    const refused = await ask(server, { authorization: 'Bearer wrong' });
    expect(refused.status).toBe(401);
    expect(await refused.json()).toMatchObject({
      errors: [{ message: expect.stringContaining('Authorization: Bearer'), extensions: { code: 'UNAUTHENTICATED' } }],
    });
    const let_in = await ask(server, { authorization: 'Bearer correct-horse-battery' });
    expect(await let_in.json()).toEqual({ data: { viewer: { role: 'ADMIN' } } });
  });

  it('does not trust this machine with a database of your own', async () => {
    expect((await ask(await start({ databaseUrl: world.url }))).status).toBe(401);
  });

  it.each([
    ['X-Forwarded-For', '203.0.113.9'],
    ['X-Forwarded-Host', 'cx.example.com'],
    ['X-Forwarded-Proto', 'https'],
    ['Forwarded', 'for=203.0.113.9'],
    ['X-Real-IP', '203.0.113.9'],
    ['Via', '1.1 proxy'],
  ])('takes a request with %s for nobody’s without a key', async (name, value) => {
    const server = await start();
    expect((await ask(server)).status).toBe(200);
    const refused = await ask(server, { [name]: value });
    expect(refused.status).toBe(401);
    expect(await refused.json()).toMatchObject({
      errors: [{ message: expect.stringContaining('CXGRAPH_ADMIN_KEY'), extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });
});

describe('the page', () => {
  it('is what a browser gets, and needs no login itself', async () => {
    const server = await start({ adminKey: 'correct-horse-battery' });
    const page = await fetch(server.url, { headers: { accept: 'text/html,*/*' } });
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(await page.text()).toContain('<title>cxgraph</title>');
    expect((await fetch(at(server, '/'), { redirect: 'manual' })).headers.get('location')).toBe('/graphql');
    expect((await fetch(at(server, '/nothing'))).status).toBe(404);
  });
});

describe('the address', () => {
  it('that is taken is reported as the system does', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise(resolve => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    await expect(start({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    other.close();
  });

  it('is free again after closing, also with a request under way', async () => {
    const server = await startTestServer();
    const blocker = await server.world.pool.connect();
    await blocker.query('begin');
    await blocker.query('lock table survey in access exclusive mode');
    const waiting = server.ask('{ surveys { id } }').then(
      () => 'answered',
      () => 'cut',
    );
    await expect.poll(() => server.world.statements.some(text => text.includes('from survey'))).toBe(true);
    const closing = server.close();
    expect(await waiting).toBe('cut');
    await blocker.query('rollback');
    blocker.release();
    await closing;
  });
});
