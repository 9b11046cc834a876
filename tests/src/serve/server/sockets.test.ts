// What a WebSocket may not do, each with limits small enough to reach: the other operations of the socket go on.
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import type { ConnectionLimits } from '../../../../src/serve/server/connection-limits.ts';
import { BODY_BYTES } from '../../../../src/serve/server/limits.ts';
import { insert, insertConnection } from '../../../support/rows.ts';
import { startTestServer, type TestServer } from '../../../support/serve.ts';
import { openRaw, type RawSocket, signIn } from './raw-socket.ts';

let server: TestServer;
let opened: RawSocket[];
beforeEach(() => {
  opened = [];
});
afterEach(async () => {
  for (const raw of opened) await raw.close();
  await server.close();
});

const start = async (connectionLimits: Partial<ConnectionLimits>) => {
  server = await startTestServer({ connectionLimits });
};
const keep = (raw: RawSocket) => {
  opened.push(raw);
  return raw;
};
const stranger = async (localAddress?: string) => keep(await openRaw(server, localAddress));
const member = async (localAddress?: string) => keep(await signIn(server, localAddress));

const ROLE = '{ viewer { role } }';
const FOLLOW = 'subscription { alertOpened { id } }';
const answered = { payload: { data: { viewer: { role: 'ADMIN' } } } };
const refusedWith = (limit: number) => ({
  payload: [{ extensions: { code: 'TOO_MANY_REQUESTS', retryable: true, limit } }],
});

describe('sockets', () => {
  it('have a number, for one caller and in all', async () => {
    await start({ sockets: { all: 3, each: 2 } });
    const first = await member();
    await member();
    await expect(member()).rejects.toMatchObject({
      status: 429,
      headers: { 'retry-after': '1' },
      body: { errors: [{ extensions: { code: 'TOO_MANY_REQUESTS', limit: 2 } }] },
    });
    await member('127.0.0.2');
    await expect(member('127.0.0.3')).rejects.toMatchObject({ status: 429, body: refused(3) });
    await first.close();
    await expect.poll(() => member().then(() => 'in', String)).toBe('in');
  });
  const refused = (limit: number) => ({ errors: [{ extensions: { code: 'TOO_MANY_REQUESTS', limit } }] });

  it('of strangers are fewer, and end when they do not sign in', async () => {
    await start({ strangers: { all: 2, each: 2 }, signInMs: 300 });
    await member();
    await member();
    const silent = [await stranger(), await stranger()];
    await expect(stranger()).rejects.toMatchObject({ status: 429, body: refused(2) });
    for (const { closed } of silent) expect((await closed).code).toBe(4408);
    await member();
  });

  it('end with age, and when nothing is asked', async () => {
    await start({ idleMs: 300, socketAgeMs: 900, socketCheckMs: 20 });
    const idle = await member();
    const busy = await member();
    busy.ask('a', FOLLOW);
    expect(await idle.closed).toEqual({ code: 1001, reason: 'Nothing was asked for long. Connect again.' });
    expect(busy.socket.readyState).toBe(WebSocket.OPEN);
    expect(await busy.closed).toEqual({ code: 1001, reason: 'This socket is old. Connect again.' });
  });

  it('are cut when they do not live, and only then', async () => {
    await start({ pingMs: 100, socketCheckMs: 20 });
    const living = await member();
    const dead = keep(await openRaw(server));
    dead.send({ type: 'connection_init' });
    await once(dead.socket, 'message');
    dead.socket.pause();
    await new Promise(resolve => setTimeout(resolve, 600));
    dead.socket.resume();
    expect((await dead.closed).code).toBe(1006);
    living.ask('a', ROLE);
    expect(await living.told('a')).toMatchObject(answered);
  });

  it('that send nonsense are closed, and say nothing of us', async () => {
    await start({});
    const raw = await member();
    raw.socket.send('nonsense');
    expect((await raw.closed).code).toBe(4400);
    const large = await member();
    large.socket.send('x'.repeat(BODY_BYTES + 1));
    expect((await large.closed).code).toBe(1009);
    const early = await stranger();
    early.ask('a', ROLE);
    expect((await early.closed).code).toBe(4401);
    expect(server.logged).toEqual([]);
  });
});

describe('operations of a socket', () => {
  it('have a number: subscriptions', async () => {
    await start({ socketSubscriptions: 2, subscriptions: { all: 4, each: 3 } });
    const raw = await member();
    for (const id of ['a', 'b', 'c']) raw.ask(id, FOLLOW);
    expect(await raw.told('c')).toMatchObject({ type: 'error', ...refusedWith(2) });
    const second = await member();
    for (const id of ['a', 'b']) second.ask(id, FOLLOW);
    expect(await second.told('b')).toMatchObject({ type: 'error', ...refusedWith(3) });
    // Everything else goes on, and a place is free again when a subscription is left.
    raw.ask('d', ROLE);
    expect(await raw.told('d')).toMatchObject({ type: 'next', ...answered });
    const begun = () => server.world.statements.filter(text => text.includes('id > $1')).length;
    await expect.poll(begun).toBe(3);
    raw.send({ id: 'a', type: 'complete' });
    raw.ask('e', FOLLOW);
    await expect.poll(begun).toBe(4);
    expect(raw.messages.filter(({ id }) => id === 'b' || id === 'e')).toEqual([]);
  });

  it('have a number: queries at work, together with HTTP', async () => {
    await start({ socketOperations: 2, operations: { all: 9, each: 3 } });
    const client = await server.world.pool.connect();
    await client.query('begin');
    await client.query('lock table survey in access exclusive mode');
    const raw = await member();
    raw.ask(
      'a',
      'mutation { saveSurvey(input: { key: "a", name: "A", kind: TOUCHPOINT, questions: [{ key: "q", text: "?", measure: NPS }] }) { id } }',
    );
    for (const id of ['b', 'c']) raw.ask(id, '{ surveys { id } }');
    expect(await raw.told('c')).toMatchObject({ type: 'error', ...refusedWith(2) });
    // Left by its client alone, what changes something is still at work.
    raw.send({ id: 'a', type: 'complete' });
    raw.ask('d', ROLE);
    expect(await raw.told('d')).toMatchObject({ type: 'error', ...refusedWith(2) });
    const overHttp = server.ask('{ surveys { id } }');
    await expect.poll(() => server.world.statements.filter(text => text.includes('survey')).length).toBeGreaterThan(2);
    expect(await server.ask(ROLE)).toMatchObject({
      status: 429,
      errors: [{ extensions: { code: 'TOO_MANY_REQUESTS', limit: 3 } }],
    });
    await client.query('rollback');
    client.release();
    expect((await overHttp).status).toBe(200);
    await raw.told('b', 'complete');
    expect(await server.ask(ROLE)).toMatchObject({ status: 200 });
  });

  it('come as fast as they may: a flood is read slowly, and others are answered', async () => {
    await start({ messages: { burst: 20, perSecond: 40 } });
    const flood = await member();
    const calm = await member();
    for (let at = 0; at < 100; at++) flood.send({ type: 'ping' });
    calm.ask('a', ROLE);
    expect(await calm.told('a')).toMatchObject(answered);
    const pongs = () => flood.messages.filter(({ type }) => type === 'pong').length;
    const counts = [pongs()];
    while (pongs() < 100) {
      await new Promise(resolve => setTimeout(resolve, 50));
      counts.push(pongs());
    }
    expect(counts.length).toBeGreaterThan(20);
  });
});

describe('a reader that stops reading', () => {
  const MEGABYTE = 1_000_000;
  const FOLLOWERS = 10;

  async function follow(): Promise<{
    raw: RawSocket;
    change(): Promise<unknown>;
    reads(): number;
    stall(): Promise<void>;
  }> {
    const { sql, statements } = server.world;
    const hub = await insertConnection(sql, 'hubspot');
    const run = await insert(sql, 'sync_run', {
      connection_id: hub,
      mode: 'FULL',
      trigger: 'MANUAL',
      status: 'RUNNING',
      error: 'small',
    });
    const raw = await member();
    for (let at = 0; at < FOLLOWERS; at++)
      raw.ask(`s${at}`, `subscription { syncProgress(run: "run_${run}") { error } }`);
    for (let at = 0; at < FOLLOWERS; at++) await raw.told(`s${at}`, 'next');
    // Only now, because what waits to be read at the beginning is no stall.
    await sql.query(`update sync_run set error = repeat('x', ${MEGABYTE})`);
    const change = () => sql.query(`select pg_notify('cxgraph_sync_run', $1)`, [String(run)]);
    const reads = () => statements.filter(text => text.includes('select status from sync_run')).length;
    return {
      raw,
      change,
      reads,
      /** Stops reading, until changes are not read for it any more. */
      async stall() {
        raw.socket.pause();
        for (let before = -1; before !== reads(); ) {
          before = reads();
          await change();
          await new Promise(resolve => setTimeout(resolve, 600));
        }
      },
    };
  }

  it('is not read for any more, and closed in words', async () => {
    await start({ slowMs: 2_000, socketCheckMs: 50 });
    const { raw, change, reads } = await follow();
    raw.socket.pause();
    const counts: number[] = [];
    while (!server.logged.join().includes('too slow')) {
      await change();
      await new Promise(resolve => setTimeout(resolve, 20));
      counts.push(reads());
    }
    // Nothing new was read for it in all the second half.
    expect(counts.length).toBeGreaterThan(20);
    expect(counts[Math.floor(counts.length / 2)]).toBe(counts.at(-1));
    const { bytes } = JSON.parse(server.logged[0]!) as { bytes: number };
    expect(bytes).toBeGreaterThan(262_144);
    expect(bytes).toBeLessThan(262_144 + FOLLOWERS * 1.01 * MEGABYTE);
    expect((await server.ask(ROLE)).status).toBe(200);
    raw.socket.resume();
    expect(await raw.closed).toEqual({
      code: 4413,
      reason: expect.stringMatching(/^Too slow: \d+ bytes were waiting/),
    });
  });

  it('has no new query worked before it has read the old answers', async () => {
    await start({ slowMs: 60_000, socketCheckMs: 50 });
    const { raw, stall } = await follow();
    await stall();
    raw.ask('q', '{ surveys { id } }');
    await new Promise(resolve => setTimeout(resolve, 300));
    const isRead = () => server.world.statements.some(text => text.includes('from survey'));
    expect(isRead()).toBe(false);
    raw.socket.resume();
    expect(await raw.told('q')).toMatchObject({ payload: { data: { surveys: [] } } });
  });

  it('has the newest state when it reads again in time', async () => {
    await start({ slowMs: 60_000, socketCheckMs: 50 });
    const { raw, change, stall } = await follow();
    await stall();
    await server.world.sql.query(`update sync_run set error = 'the last'`);
    await change();
    raw.socket.resume();
    const last = { payload: { data: { syncProgress: { error: 'the last' } } } };
    await expect
      .poll(() => raw.messages.filter(message => JSON.stringify(message).includes('the last')).length, {
        timeout: 20_000,
      })
      .toBe(FOLLOWERS);
    expect(raw.messages.at(-1)).toMatchObject(last);
  });

  it('is the first to go when too much waits in all', async () => {
    await start({ slowMs: 60_000, socketCheckMs: 50, allBufferedBytes: 262_144 });
    const { raw, change } = await follow();
    raw.socket.pause();
    while (!server.logged.join().includes('too slow')) {
      await change();
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    raw.socket.resume();
    expect((await raw.closed).code).toBe(4413);
  });
});
