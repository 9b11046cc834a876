// One's own database and Redis that cannot be used are told in one sentence with a remedy.
import { createServer, type Server } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStores } from '../../../../src/run/cli/stores.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';

let world: TestContext;
let silent: Server;
beforeAll(async () => {
  world = await createTestContext();
  silent = createServer(socket => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  silent.close();
  await world.close();
});

const failure = (databaseUrl: string, redisUrl: string | null = null) =>
  openStores({ databaseUrl, redisUrl, dataDir: '/nowhere' }).catch(error => error);
const changed = (change: (url: URL) => void) => {
  const url = new URL(world.url);
  change(url);
  return url.href;
};
const told = (field: string, words: RegExp) =>
  expect.objectContaining({ code: 'CONFIGURATION', details: { field }, message: expect.stringMatching(words) });

test('one that is fit is opened, and not stopped afterwards', async () => {
  const database = await openStores({ databaseUrl: world.url, redisUrl: null, dataDir: '/nowhere' });
  await database.stop();
  expect(await world.sql.query('select 1 as one')).toEqual([{ one: 1 }]);
});

test.each([
  ['a closed port', () => 'postgres://a:b@127.0.0.1:1/c', /cannot be reached \(connect ECONNREFUSED 127.0.0.1:1\)/],
  ['an unknown host', () => 'postgres://a:b@nobody.invalid/c', /cannot be reached .*nobody\.invalid.*Check host/],
  [
    'a wrong password',
    () => changed(url => Object.assign(url, { password: 'wrong' })),
    /let us in .*Check user and password/,
  ],
  ['a database that is not there', () => changed(url => Object.assign(url, { pathname: '/nope' })), /"nope".*createdb/],
  [
    'another kind of server',
    () => `postgres://a:b@127.0.0.1:${(silent.address() as { port: number }).port}/c`,
    /cannot be reached.*whether PostgreSQL is up/,
  ],
])('%s', async (_what, url, words) => {
  expect(await failure(url())).toEqual(told('DATABASE_URL', words));
});

test('a user that may make no tables', async () => {
  const admin = new pg.Client({ connectionString: world.url });
  await admin.connect();
  const role = `guest_${process.pid}`;
  await admin.query(`create role ${role} login password 'guest'; alter table migration rename to migration_away`);
  const url = changed(one => Object.assign(one, { username: role, password: 'guest' }));
  expect(await failure(url)).toEqual(told('DATABASE_URL', /no tables/));
  await admin.query(`alter table migration_away rename to migration`);
  // Where the tables are there already, another user may have made them.
  expect(await failure(url)).toHaveProperty('url');
  await admin.query(`drop role ${role}`);
  await admin.end();
});

test('a Redis that is not there', async () => {
  expect(await failure(world.url, 'redis://127.0.0.1:1')).toEqual(
    told('REDIS_URL', /ECONNREFUSED.*the queue then lives in PostgreSQL/),
  );
});
