// The SQL of a request: what is no longer waited for ends, and nothing of it reaches whoever has the connection next.
import fc from 'fast-check';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRequestSql, type RequestBounds } from '../../../../src/base/database/request-sql.ts';
import { createPool, type Sql } from '../../../../src/base/database/sql.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';

let world: TestContext;
beforeAll(async () => {
  world = await createTestContext();
  await world.sql.query('create table held (id int primary key)');
});
afterAll(() => world.close());

const GONE = new Error('gone');
const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );
const sleep = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

function boundsOf(signal: AbortSignal): RequestBounds {
  return { turn: () => ({ signal, end: () => undefined }), enter: async () => () => undefined };
}

/** A request that can be aborted, over a pool. */
function request(pool: pg.Pool = world.requests): { sql: Sql; abort(): void } {
  const end = new AbortController();
  const { control } = world;
  return { sql: createRequestSql({ pool, control }, boundsOf(end.signal)), abort: () => end.abort(GONE) };
}

/** Texts of what runs in the pool of requests. */
async function running(): Promise<string[]> {
  const rows = await world.sql.query<{ query: string }>(
    `select query from pg_stat_activity where state <> 'idle' and application_name = 'cxgraph requests'
     and datname = current_database()`,
  );
  return rows.map(({ query }) => query);
}
const runs = (text: string) => expect.poll(running).toContainEqual(expect.stringContaining(text));

describe('a request that is aborted', () => {
  it('throws the reason, and its statement no longer runs', async () => {
    const { sql, abort } = request();
    const waiting = failure(sql.query('select pg_sleep(20)'));
    await runs('pg_sleep(20)');
    abort();
    expect(await waiting).toBe(GONE);
    expect(await running()).toEqual([]);
    expect(await failure(sql.query('select 1'))).toBe(GONE);
    expect(await failure(sql.transaction(tx => tx.query('select 1')))).toBe(GONE);
  });

  it('is told no more rows, and has its connection in order', async () => {
    const { sql, abort } = request();
    const seen: number[] = [];
    const rows = sql.transaction(tx =>
      tx.each<{ n: number }>('select n, repeat($1, 1000) from generate_series(1, 1000000) n', ['x'], ({ n }) => {
        seen.push(n);
        if (n === 3) abort();
      }),
    );
    expect(await failure(rows)).toBe(GONE);
    expect(seen).toEqual([1, 2, 3]);
    expect(await running()).toEqual([]);
    expect(await request().sql.one('select 1 as one')).toEqual({ one: 1 });
  });

  it('keeps nothing of its transaction, also when the last statement was over', async () => {
    const { sql, abort } = request();
    const insert = 'insert into held values (1)';
    const during = failure(
      sql.transaction(async tx => {
        await tx.query(insert);
        await tx.query('select pg_sleep(20)');
      }),
    );
    await runs('pg_sleep(20)');
    abort();
    expect(await during).toBe(GONE);
    const other = request();
    const after = other.sql.transaction(async tx => {
      await tx.query(insert);
      other.abort();
    });
    expect(await failure(after)).toBe(GONE);
    expect(await world.sql.query('select from held')).toEqual([]);
    expect(await running()).toEqual([]);
  });

  it('leaves the line for a connection at once', async () => {
    const pool = createPool(world.url, { max: 1 });
    const blocker = await pool.connect();
    const { sql, abort } = request(pool);
    const waiting = failure(sql.query('select 1'));
    await sleep(20);
    abort();
    expect(await waiting).toBe(GONE);
    blocker.release();
    expect(await request(pool).sql.one('select 1 as one')).toEqual({ one: 1 });
    expect(pool.waitingCount).toBe(0);
    await pool.end();
  });

  it('is over also when its connection cannot be reached to cancel it', async () => {
    const end = new AbortController();
    const control = { query: () => Promise.reject(new Error('away')) } as unknown as Sql;
    const sql = createRequestSql({ pool: world.requests, control }, boundsOf(end.signal));
    const waiting = failure(sql.query('select pg_sleep(2)'));
    await runs('pg_sleep(2)');
    end.abort(GONE);
    expect(await waiting).toBe(GONE);
    expect(await request().sql.one('select 1 as one')).toEqual({ one: 1 });
  });

  it('never ends a statement of the next one on its connection', async () => {
    const pool = createPool(world.url, { max: 2, application_name: 'cxgraph requests' });
    const moment = fc.integer({ min: 0, max: 6 });
    const kind = fc.constantFrom('statement', 'transaction');
    const cases = fc.sample(fc.tuple(moment, moment, kind), { numRuns: 300, seed: 57014 });
    let aborted = 0;
    for (const [length, patience, how] of cases) {
      const { sql, abort } = request(pool);
      const text = `select pg_sleep(${length / 1000}) as slept`;
      const work = how === 'statement' ? sql.query(text) : sql.transaction(tx => tx.query(text));
      const ended = failure(work);
      if (patience > 0) await sleep(patience);
      abort();
      // Of somebody else, on the same two connections, at the same time and right after.
      const others = [0, 1, 2].map(() => request(pool).sql.one('select pg_sleep(0.001) is null as one'));
      if ((await ended) === GONE) aborted += 1;
      expect(await Promise.all(others)).toHaveLength(3);
    }
    expect(aborted).toBeGreaterThan(30);
    await pool.end();
  });
});

describe('failures in words', () => {
  it('all connections in use: UNAVAILABLE', async () => {
    const pool = createPool(world.url, { max: 1, connectionTimeoutMillis: 50 });
    const blocker = await pool.connect();
    const error = await failure(request(pool).sql.query('select 1'));
    expect(error).toMatchObject({ code: 'UNAVAILABLE', message: expect.stringContaining('busy') });
    blocker.release();
    await pool.end();
  });

  it('the database is away: UNAVAILABLE, in a transaction too', async () => {
    const pool = createPool('postgres://nobody@127.0.0.1:1/nothing');
    const { sql } = request(pool);
    expect(await failure(sql.query('select 1'))).toMatchObject({ code: 'UNAVAILABLE' });
    expect(await failure(sql.transaction(tx => tx.query('select 1')))).toMatchObject({ code: 'UNAVAILABLE' });
    await pool.end();
  });

  it('a connection that is cut: UNAVAILABLE, and the next one is a new connection', async () => {
    const { sql } = request();
    const cut = sql.transaction(async tx => {
      const own = await tx.one<{ pid: number }>('select pg_backend_pid() as pid');
      await world.sql.query('select pg_terminate_backend($1)', [own!.pid]);
      await tx.query('select 1');
    });
    expect(await failure(cut)).toMatchObject({ code: 'UNAVAILABLE' });
    expect(await sql.one('select 1 as one')).toEqual({ one: 1 });
  });

  it('the database’s own limit: TIMEOUT; somebody else’s cancel: UNAVAILABLE', async () => {
    const pool = createPool(world.url, { statement_timeout: 30 });
    expect(await failure(request(pool).sql.query('select pg_sleep(5)'))).toMatchObject({ code: 'TIMEOUT' });
    await pool.end();
    const cancelled = failure(request().sql.query('select pg_sleep(9)'));
    await runs('pg_sleep(9)');
    await world.sql.query(
      `select pg_cancel_backend(pid) from pg_stat_activity where query = 'select pg_sleep(9)' and datname = current_database()`,
    );
    expect(await cancelled).toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('mistakes of a statement are told as they are', async () => {
    expect(await failure(request().sql.query('select 1 / 0'))).toMatchObject({ code: '22012' });
  });
});
