// The program as people start it: ready, refused where it must be, stopped clean.
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { openEmbedded } from '../../../../src/base/database/embedded/open.ts';
import { findHome } from '../../../../src/base/database/embedded/place.ts';
import { findPostmaster } from '../../../../src/base/database/embedded/postmaster.ts';
import { type Command, startCommand } from '../../../support/cli.ts';
import { removeFolder, temporaryFolder } from '../../../support/folders.ts';

// Each test starts the whole program a few times.
vi.setConfig({ testTimeout: 120_000 });
const folders: string[] = [];
const programs: ChildProcess[] = [];

afterEach(async () => {
  for (const program of programs.splice(0))
    if (program.exitCode === null && program.kill('SIGKILL')) await once(program, 'exit');
  for (const folder of folders.splice(0)) {
    if (serverOf(folder)) await (await openEmbedded(folder)).stop();
    removeFolder(folder);
  }
});

test.each(['SIGINT', 'SIGTERM'] as const)('it answers, and %s ends it and its database', async signal => {
  const folder = newFolder();
  const server = start(folder, {}, 'serve');
  const url = await said(server, /Open +(http:\S+)/);
  expect(await total(url)).toEqual({ data: { customers: { totalCount: 0 } } });
  server.program.kill(signal);
  expect(await server.code).toBe(0);
  expect(serverOf(folder)).toBeNull();
  await expect(total(url)).rejects.toThrow();
});

test('after SIGKILL the next start takes the database over', async () => {
  const folder = newFolder();
  const first = start(folder, {}, 'serve');
  await said(first, /Open +(http:\S+)/);
  first.program.kill('SIGKILL');
  await first.code;
  const orphan = serverOf(folder)!;
  const second = start(folder, {}, 'serve');
  const url = await said(second, /Open +(http:\S+)/);
  expect(serverOf(folder)?.pid).toBe(orphan.pid);
  expect(await total(url)).toHaveProperty('data');
});

test('commands use the database of a running server, and their own where none runs', async () => {
  const folder = newFolder();
  const alone = start(folder, {}, 'migrate');
  expect(await alone.code).toBe(0);
  expect(alone.text()).toMatch(/up to date/);
  expect(serverOf(folder)).toBeNull();
  const server = start(folder, {}, 'serve');
  await said(server, /Open +(http:\S+)/);
  const beside = start(folder, {}, 'migrate');
  expect(await beside.code).toBe(0);
  expect(serverOf(folder)).not.toBeNull();
  const second = start(folder, {}, 'serve');
  expect(await second.code).toBe(1);
  expect(second.text()).toMatch(new RegExp(`in use by process ${server.program.pid}`));
});

test('a port in use is told with a remedy, and the database is stopped again', async () => {
  const other = createServer();
  await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as { port: number };
  const folder = newFolder();
  const server = start(folder, { PORT: String(port) }, 'serve');
  expect(await server.code).toBe(1);
  other.close();
  expect(server.text()).toContain(`Port ${port} is in use`);
  expect(server.text()).toContain(`PORT=${port + 1}`);
  expect(serverOf(folder)).toBeNull();
});

test('wrong settings are told all at once, without a stack', async () => {
  const server = start(newFolder(), { PORT: 'x', CXGRAPH_SANDBOX: 'maybe' }, 'serve');
  expect(await server.code).toBe(1);
  expect(server.text()).toMatch(/PORT must be.*\n.*CXGRAPH_SANDBOX must be/);
  expect(server.text()).not.toContain('    at ');
});

test('an unknown connector lists those there are', async () => {
  const command = start(newFolder(), {}, 'connect', 'sugar', '--config', 'token=x');
  expect(await command.code).toBe(1);
  expect(command.text()).toMatch(/no connector "sugar".*hubspot, salesforce/);
});

function start(folder: string, environment: Record<string, string>, ...args: string[]): Command {
  const command = startCommand({ CXGRAPH_DATA_DIR: folder, ...environment }, ...args);
  programs.push(command.program);
  return command;
}

async function said({ program, code, text }: Command, pattern: RegExp): Promise<string> {
  let over = false;
  void code.then(() => (over = true));
  while (!over) {
    const found = pattern.exec(text());
    if (found) return found[1]!;
    await Promise.race([code, once(program.stdout!, 'data')]);
  }
  throw new Error(`it ended: ${text()}`);
}

async function total(url: string): Promise<unknown> {
  const body = JSON.stringify({ query: '{ customers(first: 1) { totalCount } }' });
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return response.json();
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
