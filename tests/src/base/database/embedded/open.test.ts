// The embedded database: started, kept, adopted, shared with nobody.
import { type ChildProcess, fork } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, expect, test } from 'vitest';
import { attachEmbedded, type OpenDatabase, openEmbedded } from '../../../../../src/base/database/embedded/open.ts';
import { findHome } from '../../../../../src/base/database/embedded/place.ts';
import { findPostmaster } from '../../../../../src/base/database/embedded/postmaster.ts';
import { startOf } from '../../../../../src/base/database/embedded/processes.ts';
import { FROM_SOURCES } from '../../../../support/cli.ts';
import { removeFolder, temporaryFolder } from '../../../../support/folders.ts';

const FAST = { fsync: 'off' };
const folders: string[] = [];
const programs: ChildProcess[] = [];
const opened: OpenDatabase[] = [];

afterEach(async () => {
  for (const database of opened.splice(0)) await database.stop();
  for (const program of programs.splice(0)) if (program.exitCode === null) await kill(program);
  for (const folder of folders.splice(0).reverse()) {
    // Adopts and stops what a failed test left running.
    if (serverOf(folder)) await (await openEmbedded(folder, FAST)).stop();
    removeFolder(folder);
  }
});

test('what was written is there at the next start, and a stop leaves no process', async () => {
  const folder = newFolder();
  const first = await open(folder);
  expect(first.adopted).toBe(false);
  await query(first.url, 'create table kept as select 7 as n');
  const server = serverOf(folder)!;
  await first.stop();
  expect(startOf(server.pid)).toBeNull();
  expect(attachEmbedded(folder)).toBeNull();
  const second = await open(folder);
  expect(await query(second.url, 'select n from kept')).toEqual([{ n: 7 }]);
  await second.stop();
});

test('a first start that was killed is begun anew', async () => {
  const folder = newFolder();
  const database = await open(folder);
  await database.stop();
  const home = findHome(folder)!;
  // As it is in the middle of making the cluster.
  rmSync(join(folder, 'version.json'));
  rmSync(join(home, 'postgres'), { recursive: true });
  mkdirSync(join(home, 'postgres.new', 'base'), { recursive: true });
  const again = await open(folder);
  expect(await query(again.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  await again.stop();
  // And right behind it.
  rmSync(join(folder, 'version.json'));
  expect(await query((await open(folder)).url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('it speaks UTF-8 in UTC and sorts alike everywhere', async () => {
  const database = await open(newFolder());
  const [row] = await query(
    database.url,
    `select current_setting('server_encoding') as encoding, current_setting('timezone') as zone, upper('straße é') as upper,
       datlocprovider as provider, datlocale as locale from pg_database where datname = current_database()`,
  );
  expect(row).toEqual({ encoding: 'UTF8', zone: 'UTC', upper: 'STRAßE É', provider: 'b', locale: 'C.UTF-8' });
  await database.stop();
});

test('it listens on this machine only and wants its password, which only the owner can read', async () => {
  const folder = newFolder();
  const database = await open(folder);
  expect(statSync(join(folder, 'password')).mode & 0o077).toBe(0);
  expect(await query(database.url, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
  const wrong = new URL(database.url);
  wrong.password = 'wrong';
  await expect(query(wrong.href, 'select 1')).rejects.toThrow(/password/);
  await database.stop();
});

test('a server whose program was killed is adopted with its data', async () => {
  const folder = newFolder();
  const holder = await hold(folder);
  await query(holder.url, 'create table kept as select 7 as n');
  const server = serverOf(folder)!;
  await kill(holder.program);
  expect(startOf(server.pid)).not.toBeNull();
  const database = await open(folder);
  expect(database.adopted).toBe(true);
  expect(database.url).toBe(holder.url);
  expect(await query(database.url, 'select n from kept')).toEqual([{ n: 7 }]);
  await database.stop();
  expect(startOf(server.pid)).toBeNull();
});

test('a second program is refused, told who holds the folder, and can attach instead', async () => {
  const folder = newFolder();
  const holder = await hold(folder);
  await expect(open(folder)).rejects.toMatchObject({
    code: 'CONFLICT',
    message: expect.stringContaining(`in use by process ${holder.program.pid}`),
  });
  expect(attachEmbedded(folder)).toEqual({ url: holder.url, pid: holder.program.pid });
  expect(await query(holder.url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('of several programs that start at once, one gets the folder, also over a stale lock', async () => {
  const folder = newFolder();
  await kill((await hold(folder)).program);
  const tries = await Promise.allSettled([hold(folder), hold(folder), hold(folder)]);
  expect(tries.filter(one => one.status === 'fulfilled')).toHaveLength(1);
});

test('a lock whose pid now belongs to another process is stale', async () => {
  const folder = newFolder();
  await (await open(folder)).stop();
  writeFileSync(join(findHome(folder)!, 'lock'), JSON.stringify({ pid: process.pid, started: '1' }));
  const next = await open(folder);
  expect(next.adopted).toBe(false);
  await next.stop();
});

test('two folders on one machine live side by side', async () => {
  const [one, two] = await Promise.all([open(newFolder()), open(newFolder())]);
  expect(new URL(one.url).port).not.toBe(new URL(two.url).port);
  await Promise.all([one.stop(), two.stop()]);
});

test.each([
  ['a newer cxgraph', { format: 99, postgres: 18 }],
  ['another PostgreSQL', { format: 1, postgres: 19 }],
])('a folder that %s wrote is refused and left as it is', async (_, version) => {
  const folder = newFolder();
  await (await open(folder)).stop();
  const file = join(folder, 'version.json');
  writeFileSync(file, JSON.stringify(version));
  await expect(open(folder)).rejects.toMatchObject({
    code: 'CONFIGURATION',
    message: expect.stringMatching(/written by (a newer cxgraph|PostgreSQL 19).*CXGRAPH_DATA_DIR/),
  });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(version);
  expect(attachEmbedded(folder)).toBeNull();
});

test('a folder that cannot be written is refused by name', async () => {
  const parent = newFolder();
  chmodSync(parent, 0o500);
  // Root may write there, so it gets a place that nobody can write.
  const folder = process.getuid?.() === 0 ? '/proc/cxgraph' : join(parent, 'data');
  await expect(open(folder)).rejects.toMatchObject({
    code: 'CONFIGURATION',
    message: expect.stringContaining(`${folder} cannot be written`),
  });
});

test.runIf(process.getuid?.() === 0)(
  'as root in a private folder, the cluster lives where its user can enter',
  async () => {
    const folder = join(newFolder(), 'home', '.cxgraph');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    folders.push(folder);
    const database = await open(folder);
    const home = findHome(folder)!;
    expect(home).toMatch(/^\/var\/lib\/cxgraph\//);
    expect(statSync(join(home, 'postgres')).uid).not.toBe(0);
    expect(await query(database.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await database.stop();
  },
);

async function open(folder: string): Promise<OpenDatabase> {
  const database = await openEmbedded(folder, FAST);
  opened.push(database);
  return database;
}

function newFolder(): string {
  const folder = temporaryFolder();
  folders.push(folder);
  return folder;
}

function serverOf(folder: string) {
  const home = findHome(folder);
  return home ? findPostmaster(join(home, 'postgres')) : null;
}

async function hold(folder: string): Promise<{ program: ChildProcess; url: string }> {
  const script = fileURLToPath(new URL('../../../../support/programs/hold-database.ts', import.meta.url));
  const program = fork(script, [folder], {
    execArgv: [...FROM_SOURCES],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  programs.push(program);
  return new Promise((resolve, reject) => {
    program.on('message', message => resolve({ program, url: (message as { url: string }).url }));
    program.on('exit', code => reject(new Error(`exit code ${code}`)));
  });
}

async function kill(program: ChildProcess): Promise<void> {
  const gone = new Promise(resolve => program.once('exit', resolve));
  if (program.kill('SIGKILL')) await gone;
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}
