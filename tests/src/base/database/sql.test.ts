// A database that goes away: statements fail in a way that can be told from others, and the program lives on.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isDatabaseAway } from '../../../../src/base/database/sql.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';

let world: TestContext;
beforeAll(async () => {
  world = await createTestContext();
});
afterAll(() => world.close());

const cutAll = () =>
  world.sql.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  );
const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

describe('rows that are told one by one', () => {
  it('are those of the statement, as one that keeps them gives them', async () => {
    const seen: unknown[] = [];
    const text = `select n, n::int8 as wide, now() is not null as known from generate_series(1, $1) n`;
    await world.sql.each(text, [3], row => seen.push(row));
    expect(seen).toEqual(await world.sql.query(text, [3]));
    expect(seen).toHaveLength(3);
    await expect(world.sql.each('select 1 / $1::int', [0], () => undefined)).rejects.toThrow('division by zero');
  });

  it('end with what is thrown at one, and the transaction with them', async () => {
    const seen: number[] = [];
    const rows = world.sql.transaction(tx =>
      tx.each<{ n: number }>('select generate_series(1, 9) as n', [], ({ n }) => {
        seen.push(n);
        if (n === 2) throw new Error('enough');
      }),
    );
    await expect(rows).rejects.toThrow('enough');
    expect(seen).toEqual([1, 2]);
    expect(await world.sql.one('select 1 as one')).toEqual({ one: 1 });
  });
});

describe('a connection that is cut', () => {
  it('between two statements of a transaction fails the next one, and keeps nothing', async () => {
    const error = await failure(
      world.sql.transaction(async tx => {
        await tx.query(`insert into setting (key, value) values ('half', '1')`);
        await cutAll();
        await tx.query('select 1');
      }),
    );
    expect(isDatabaseAway(error)).toBe(true);
    expect(await world.sql.query(`select 1 from setting where key = 'half'`)).toEqual([]);
  });

  it('during a statement fails it', async () => {
    const waiting = failure(world.sql.query('select pg_sleep(20)'));
    while ((await world.sql.query(`select 1 from pg_stat_activity where query = 'select pg_sleep(20)'`)).length === 0);
    await cutAll();
    expect(isDatabaseAway(await waiting)).toBe(true);
  });
});

describe('other errors', () => {
  it.each([
    ['of a statement', 'select 1 / 0'],
    ['of a table that is not there', 'select from nowhere'],
  ])('%s are not taken for it', async (_, text) => {
    expect(isDatabaseAway(await failure(world.sql.query(text)))).toBe(false);
  });

  it('are told from a server that is not there', async () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' });
    const full = Object.assign(new Error('sorry, too many clients already'), { code: '53300' });
    const errors = [refused, full, new Error('oops'), 'text', null];
    expect(errors.map(isDatabaseAway)).toEqual([true, true, false, false, false]);
  });
});
