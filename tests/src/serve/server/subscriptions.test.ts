// A sync is watched over WebSocket: its state now, after each change, and the end of it.
import { type Client, createClient } from 'graphql-ws';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { insert, insertConnection } from '../../../support/rows.ts';
import { startTestServer, type TestServer } from '../../../support/serve.ts';

let server: TestServer;
let connection: number;
let client: Client;

const socketUrl = (from: TestServer) => from.url.replace('http', 'ws');
const connectTo = (from: TestServer, connectionParams: Record<string, unknown> = {}) =>
  createClient({ url: socketUrl(from), webSocketImpl: WebSocket, connectionParams, retryAttempts: 0 });

beforeAll(async () => {
  server = await startTestServer();
  connection = await insertConnection(server.world.sql, 'hubspot');
  client = connectTo(server);
});
afterAll(async () => {
  await client.dispose();
  await server.close();
});

let run: number;
beforeEach(async () => {
  run = await insert(server.world.sql, 'sync_run', {
    connection_id: connection,
    mode: 'FULL',
    trigger: 'MANUAL',
    status: 'RUNNING',
  });
  await insert(server.world.sql, 'stream_run', {
    run_id: run,
    stream: 'contacts',
    position: 0,
    status: 'RUNNING',
    expected: 10,
  });
});

/** What the pipeline does at the end of a page. */
async function change(read: number, status: string): Promise<void> {
  await server.world.sql.transaction(async tx => {
    await tx.query('update stream_run set read = $1, status = $2 where run_id = $3', [read, status, run]);
    await tx.query('update sync_run set status = $1 where id = $2', [status, run]);
    await tx.query(`select pg_notify('cxgraph_sync_run', $1)`, [String(run)]);
  });
}

const WATCH =
  'subscription ($run: ID!) { syncProgress(run: $run) { id state: status read progress streams { name } } }';
const watch = (id: string) => client.iterate<{ syncProgress: object }>({ query: WATCH, variables: { run: id } });

describe('syncProgress', () => {
  it('tells the state now, each change, and ends with the run', async () => {
    const states = watch(`run_${run}`);
    const seen: unknown[] = [];
    for await (const { data } of states) {
      seen.push(data?.syncProgress);
      if (seen.length === 1) await change(5, 'RUNNING');
      if (seen.length === 2) await change(10, 'SUCCEEDED');
    }
    const streams = [{ name: 'contacts' }];
    expect(seen).toEqual([
      { id: `run_${run}`, state: 'RUNNING', read: 0, progress: 0, streams },
      { id: `run_${run}`, state: 'RUNNING', read: 5, progress: 0.5, streams },
      { id: `run_${run}`, state: 'SUCCEEDED', read: 10, progress: 1, streams },
    ]);
  });

  it('ends at once for a run that is finished', async () => {
    await change(3, 'CANCELLED');
    const seen: unknown[] = [];
    for await (const { data } of watch(`run_${run}`)) seen.push(data?.syncProgress);
    expect(seen).toMatchObject([{ state: 'CANCELLED', read: 3 }]);
  });

  it('goes on after its connection to the database was cut', async () => {
    const states = watch(`run_${run}`);
    await states.next();
    await server.world.sql.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'cxgraph listener' and datname = current_database()`,
    );
    await change(10, 'SUCCEEDED');
    const { value } = await states.next();
    expect(value).toMatchObject({ data: { syncProgress: { state: 'SUCCEEDED' } } });
  });

  it('can be left at any time', async () => {
    const states = watch(`run_${run}`);
    await states.next();
    expect(await states.return?.()).toEqual({ done: true, value: undefined });
    await change(10, 'SUCCEEDED');
    expect(await states.next()).toEqual({ done: true, value: undefined });
  });

  it('answers a wrong id with a code', async () => {
    const malformed = await watch('7').next();
    expect(malformed.value).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT', field: 'run' } }] });
    const unknown = await watch('run_999999').next();
    expect(unknown.value).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }] });
  });

  it('masks what is our own fault, and ends', async () => {
    const states = watch(`run_${run}`);
    await states.next();
    await server.world.sql.query('alter table stream_run rename column read to amount_read');
    await server.world.sql.query(`select pg_notify('cxgraph_sync_run', $1)`, [String(run)]);
    const { value } = await states.next();
    const end = await states.next();
    await server.world.sql.query('alter table stream_run rename column amount_read to read');
    expect(value).toMatchObject({ errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }] });
    expect(JSON.stringify(value)).not.toContain('column');
    expect(end.done).toBe(true);
  });

  it('has the limits of HTTP', async () => {
    const query = `subscription { syncProgress(run: "run_${run}") { ${'a: id '.repeat(31)} } }`;
    await expect(client.iterate({ query }).next()).rejects.toMatchObject([
      { extensions: { code: 'REQUEST_TOO_LARGE' } },
    ]);
    const key = Array.from({ length: 250 }).reduce(inner => [inner], 'key');
    const changes = { query: 'subscription ($key: String!) { segmentChanges(key: $key) { at } }', variables: { key } };
    await expect(client.iterate(changes).next()).rejects.toMatchObject([{ extensions: { code: 'REQUEST_TOO_LARGE' } }]);
  });
});

describe('login', () => {
  it('is asked of WebSockets too, by header or by first message', async () => {
    const locked = await startTestServer({ config: { adminKey: 'a-key-of-some-length' } });
    const stranger = connectTo(locked);
    await expect(stranger.iterate({ query: '{ viewer { name } }' }).next()).rejects.toMatchObject({ code: 4403 });
    const admin = connectTo(locked, { Authorization: 'Bearer a-key-of-some-length' });
    expect((await admin.iterate({ query: '{ viewer { role } }' }).next()).value).toEqual({
      data: { viewer: { role: 'ADMIN' } },
    });
    await Promise.all([stranger.dispose(), admin.dispose()]);
    await locked.close();
  });

  it.each([
    ['pages of other sites', { origin: 'http://evil.example' }],
    ['what a proxy passes on', { headers: { 'X-Forwarded-For': '203.0.113.9' } }],
  ])('keeps %s out', async (_, options) => {
    const socket = new WebSocket(socketUrl(server), 'graphql-transport-ws', options);
    await new Promise(resolve => socket.once('open', resolve));
    socket.send(JSON.stringify({ type: 'connection_init' }));
    const code = await new Promise(resolve => socket.once('close', resolve));
    expect(code).toBe(4403);
  });
});

it('closing the server ends subscriptions', async () => {
  const other = await startTestServer();
  const hub = await insertConnection(other.world.sql, 'hubspot');
  const waiting = await insert(other.world.sql, 'sync_run', { connection_id: hub, mode: 'FULL', trigger: 'MANUAL' });
  const follower = connectTo(other);
  const states = follower.iterate({ query: WATCH, variables: { run: `run_${waiting}` } });
  await states.next();
  const end = states.next().then(
    () => 'ended',
    () => 'ended',
  );
  await other.close();
  expect(await end).toBe('ended');
});
