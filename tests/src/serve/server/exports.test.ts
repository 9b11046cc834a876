// Exports over HTTP as their clients see them: who may, what is told of mistakes, and what a cut one looks like.
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Role } from '../../../../src/base/access/viewer.ts';
import { startTestServer, type TestServer } from '../../../support/serve.ts';

let server: TestServer;
let rest: (() => Promise<void> | void)[];
beforeEach(() => {
  rest = [];
});
afterEach(async () => {
  for (const end of rest) await end();
  await server.close();
});

const start = async (options: Parameters<typeof startTestServer>[0] = {}) => {
  server = await startTestServer(options);
};
const get = (path: string, init: RequestInit = {}) => fetch(new URL(path, server.url), init);
const linesOf = async (answer: { text(): Promise<string> }) => (await answer.text()).split('\n').slice(0, -1);
const idsOf = (lines: readonly string[]) => lines.map(line => (JSON.parse(line) as { id: string }).id);

/** Events of one second each, with texts of so many characters. */
async function insertEvents(count: number, characters = 1, from = 1): Promise<void> {
  await server.world.sql.query(
    `insert into interaction (id, connection_id, ref, kind, channel, occurred_at, body)
     select n, 1, 'r' || n, 'NOTE', 'OTHER', timestamptz '2026-01-01' + n * interval '1 second', repeat('x', $2)
     from generate_series($3::int, $3::int + $1::int - 1) n`,
    [count, characters, from],
  );
}

/** Exports that hold a transaction and wait for their reader. */
async function waiting(): Promise<number> {
  const row = await server.world.sql.one<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity
     where datname = current_database() and application_name = 'cxgraph requests'
       and state = 'idle in transaction' and state_change < clock_timestamp() - interval '150 ms'`,
  );
  return row!.count;
}

/** Transactions of requests, whatever they do. */
async function open(): Promise<number> {
  const row = await server.world.sql.one<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity
     where datname = current_database() and application_name = 'cxgraph requests' and state <> 'idle'`,
  );
  return row!.count;
}

interface Begun {
  /** The rest of it. Rejects when it was cut. */
  text(): Promise<string>;
  leave(): void;
}

/** One that has begun and whose reader waits: the server reads no more than sockets hold. */
async function begin(path = '/export/interactions'): Promise<Begun> {
  await insertEvents(20_000, 3_000);
  const sent = request(new URL(path, server.url)).end();
  rest.push(() => void sent.destroy());
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  answer.on('error', () => undefined);
  expect(answer.statusCode).toBe(200);
  return { text: () => text(answer), leave: () => sent.destroy() };
}

async function begun(path?: string): Promise<Begun> {
  const answer = await begin(path);
  await expect.poll(waiting).toBe(1);
  return answer;
}

describe('an export', () => {
  it('is a file of its format that nobody keeps', async () => {
    await start();
    const types = { csv: 'text/csv', ndjson: 'application/x-ndjson', parquet: 'application/vnd.apache.parquet' };
    for (const [format, type] of Object.entries(types)) {
      const answer = await get(`/export/customers?format=${format}`);
      expect(answer.headers.get('content-type')).toMatch(type);
      expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="customers.${format}"`);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      await answer.arrayBuffer();
    }
  });

  it('has each row that was there when it began, once and in order, while rows come and go', async () => {
    await start();
    const answer = await begun();
    await insertEvents(500, 1, 30_001);
    await server.world.sql.query('delete from interaction where id % 7 = 0');
    const newestFirst = Array.from({ length: 20_000 }, (_, i) => `interaction_${20_000 - i}`);
    expect(idsOf(await linesOf(answer))).toEqual(newestFirst);
  });

  it('takes smaller pages where rows are large, and none is lost', async () => {
    await start();
    await insertEvents(700, 60_000);
    expect(new Set(idsOf(await linesOf(await get('/export/interactions')))).size).toBe(700);
  });

  it('sends as many statements for each page, however many rows it has', async () => {
    await start();
    await insertEvents(1_200);
    const { statements } = server.world;
    statements.length = 0;
    await linesOf(await get('/export/interactions'));
    // Two of the snapshot, and one for each of three pages.
    expect(statements).toHaveLength(5);
  });
});

describe('what is wrong is told as GraphQL tells it', () => {
  const asked = async (path: string) => {
    const answer = await get(path);
    const { errors } = (await answer.json()) as { errors: { message: string; extensions: Record<string, unknown> }[] };
    return { status: answer.status, message: errors[0]!.message, ...errors[0]!.extensions };
  };

  it.each([
    [{ where: { country: [5] } }, 'where.country[0]'],
    [{ where: { land: 'DE' } }, 'where'],
    [{ where: { createdAt: { from: '1066-01-01T00:00:00Z' } } }, 'where.createdAt.from'],
    [{ where: { segment: 'nobody' } }, 'where.segment'],
    [{ where: { account: 'x' } }, 'where.account'],
  ])('%j', async (variables, field) => {
    await start();
    const query = 'query Export($where: CustomerFilter) { customers(where: $where) { nodes { id } } }';
    const { errors } = await server.ask(query, variables);
    const { message, extensions } = errors![0]!;
    const parameters = new URLSearchParams({ where: JSON.stringify(variables.where) });
    expect(await asked(`/export/customers?${parameters}`)).toEqual({ status: 400, message, ...extensions });
    expect(extensions).toMatchObject({ code: 'BAD_USER_INPUT', field });
  });

  it.each([
    ['/export/metric?metric=NPX&during=last=P1Y', 400, 'BAD_USER_INPUT', 'metric'],
    ['/export/metric?metric=NPS', 400, 'BAD_USER_INPUT', 'during'],
    ['/export/metric?metric=NPS&during=last=P1Y&by=A,B', 400, 'BAD_USER_INPUT', 'by[0]'],
    ['/export/customers?format=xlsx', 400, 'BAD_USER_INPUT', 'format'],
    ['/export/customers?size=3', 400, 'BAD_USER_INPUT', 'size'],
    ['/export/customers?where={', 400, 'BAD_USER_INPUT', 'where'],
    ['/export/nothing', 404, 'NOT_FOUND', 'what'],
    ['/export/segment-members?key=nobody', 404, 'NOT_FOUND', undefined],
  ])('%s', async (path, status, code, field) => {
    await start();
    expect(await asked(path)).toMatchObject({ status, code, ...(field && { field }), retryable: false });
  });
});

describe('who may', () => {
  it('is nobody without the key, and no other web site', async () => {
    await start({ config: { adminKey: 'a key for tests only' } });
    const authorization = 'Bearer a-key';
    for (const path of ['/export', '/export/customers']) {
      expect((await get(path)).status).toBe(401);
      expect((await get(path, { headers: { authorization } })).status).toBe(401);
    }
    await server.close();
    await start();
    const headers = { 'sec-fetch-site': 'cross-site' };
    expect((await get('/export/customers', { headers })).status).toBe(401);
    expect((await get('/export/customers')).status).toBe(200);
  });

  it.each<Role>(['VIEWER', 'ANALYST', 'OPERATOR', 'ADMIN'])('%s is who may ask the same of GraphQL', async role => {
    await start({ role });
    const { data, errors } = await server.ask('{ diagnose { level subject message remedy } }');
    const answer = await get('/export/findings');
    const code = errors?.[0]?.extensions.code;
    expect(answer.status).toBe(code === 'FORBIDDEN' ? 403 : 200);
    if (code) return expect(await answer.json()).toMatchObject({ errors: [{ message: errors[0]!.message }] });
    const { diagnose } = data as unknown as { diagnose: object[] };
    expect((await linesOf(answer)).length).toBe(diagnose.length);
    expect(['OPERATOR', 'ADMIN']).toContain(role);
  });
});

describe('an export that is not finished', () => {
  it('has no end: its client is told by the connection', async () => {
    await start();
    const answer = await begun('/export/interactions?format=csv');
    await server.world.sql.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name = 'cxgraph requests'`,
    );
    await expect(answer.text()).rejects.toThrow();
    expect(server.logged.join()).toContain('an export was cut');
  });

  it('ends with its client, and gives its connection back', async () => {
    await start();
    const { leave } = await begun();
    leave();
    await expect.poll(open).toBe(0);
    expect(server.logged).toEqual([]);
  });

  it('ends when nobody reads it', async () => {
    await start({ connectionLimits: { answerMs: 300 } });
    const answer = await begin();
    await expect.poll(open).toBe(0);
    await expect(answer.text()).rejects.toThrow();
    expect(server.logged.join()).toContain('an export was not read');
  });

  it('ends when its time is up, in words where it has not begun', async () => {
    await start({ limits: { exportMs: 300 } });
    const blocker = await server.world.pool.connect();
    await blocker.query('begin; lock table customer in access exclusive mode');
    const answer = await get('/export/customers');
    await blocker.query('rollback');
    blocker.release();
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'TIMEOUT', limit: 300 } }] });
    const cut = await begin();
    await expect.poll(open).toBe(0);
    await expect(cut.text()).rejects.toThrow();
  });

  it('is one of few: others wait for its end', async () => {
    await start({ connectionLimits: { exports: { all: 1, each: 1 } } });
    const { leave } = await begun();
    const refused = await get('/export/customers');
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'TOO_MANY_REQUESTS', limit: 1 } }] });
    expect((await server.ask('{ customers { totalCount } }')).errors).toBeUndefined();
    leave();
    await expect.poll(async () => (await get('/export/customers')).status).toBe(200);
  });

  it('does not keep the server from stopping', async () => {
    await start();
    const answer = await begun();
    await server.stop();
    await expect(answer.text()).rejects.toThrow();
    await expect.poll(open).toBe(0);
  });
});
