// `npm start` and `npm run migrate` end with all they began, however they are told to.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it, vi } from 'vitest';
import { findHome } from '../../src/base/database/embedded/place.ts';
import { removeFolder, temporaryFolder } from '../support/folders.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = temporaryFolder();

afterAll(() => {
  for (const pid of left()) process.kill(pid, 'SIGKILL');
  removeFolder(folder);
});

async function npm(...args: string[]): Promise<{ pid: number; ended: Promise<unknown[]>; text: () => string }> {
  const reserved = createServer().listen(0, '127.0.0.1');
  await once(reserved, 'listening');
  const { port } = reserved.address() as { port: number };
  await new Promise(resolve => reserved.close(resolve));
  const child = spawn('npm', args, {
    cwd: root,
    env: { ...process.env, CXGRAPH_DATA_DIR: folder, CXGRAPH_SANDBOX: 'off', PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (text += chunk));
  return { pid: child.pid!, ended: once(child, 'exit'), text: () => text };
}

/** Processes that were started with our data folder or work in it, by their environment or their command line. */
function left(): number[] {
  const places = [folder, findHome(folder) ?? folder];
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter(name =>
      ['environ', 'cmdline'].some(file => {
        try {
          const text = readFileSync(`/proc/${name}/${file}`, 'utf8');
          return places.some(place => text.includes(place));
        } catch {
          return false;
        }
      }),
    )
    .map(Number);
}

it.skipIf(!existsSync('/proc/self/environ')).each<[NodeJS.Signals, string, (pid: number) => number]>([
  ['SIGTERM', 'npm', pid => pid],
  ['SIGINT', 'everybody, as a terminal does', pid => -pid],
  ['SIGHUP', 'npm, which hands it to nobody', pid => pid],
])('%s to %s ends the server cleanly', async (signal, _, target) => {
  const { pid, ended, text } = await npm('start');
  await vi.waitFor(() => expect(text()).toContain('Stop  Ctrl-C'), { timeout: 90_000, interval: 100 });
  expect(left().some(isPostgres)).toBe(true);
  process.kill(target(pid), signal);
  await ended;
  await vi.waitFor(() => expect(left()).toEqual([]), { timeout: 20_000, interval: 100 });
  expect(text()).toContain('Stopping …');
  expect(text()).not.toMatch(/did not close|recover/);
});

it('SIGTERM in the middle of a migration lets it end, and the database with it', async () => {
  const { pid, ended, text } = await npm('run', 'migrate');
  await vi.waitFor(() => expect(left().some(isPostgres)).toBe(true), { timeout: 60_000, interval: 20 });
  process.kill(pid, 'SIGTERM');
  await ended;
  await vi.waitFor(() => expect(left()).toEqual([]), { timeout: 20_000, interval: 100 });
  expect(text()).toContain('The database is up to date.');
});

function isPostgres(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0]!.endsWith('/postgres');
  } catch {
    return false;
  }
}
