// `npm run dev` in a copy of the repository: a change is served, a broken one is not, and nothing is left of it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openEmbedded } from '../../src/base/database/embedded/open.ts';
import { findHome } from '../../src/base/database/embedded/place.ts';
import { findPostmaster } from '../../src/base/database/embedded/postmaster.ts';
import { removeFolder, temporaryFolder } from '../support/folders.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PATIENCE = { timeout: 90_000, interval: 50 };

let folder: string;
let program: ChildProcess;
let url: string;
let text = '';
beforeAll(async () => {
  folder = temporaryFolder();
  for (const part of ['src', 'connectors', 'migrations', 'schema', 'package.json', 'tsconfig.json'])
    cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const port = await freePort();
  url = `http://127.0.0.1:${port}/graphql`;
  program = spawn(process.execPath, ['src/dev.mjs'], {
    cwd: folder,
    env: { PATH: process.env.PATH, PORT: String(port), CXGRAPH_DATA_DIR: data(), CXGRAPH_SANDBOX: 'off' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [program.stdout!, program.stderr!]) stream.on('data', chunk => (text += chunk));
});
afterAll(async () => {
  if (program.exitCode === null && program.kill('SIGKILL')) await once(program, 'exit');
  if (serverOf()) await (await openEmbedded(data())).stop();
  removeFolder(data());
  removeFolder(folder);
});

const data = () => join(folder, 'data');

function serverOf() {
  const home = findHome(data());
  return home && findPostmaster(join(home, 'postgres'));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

/** What the schema says of itself; null while nobody answers. */
async function description(): Promise<string | null> {
  const query = 'query Of { __type(name: "Viewer") { description } }';
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', connection: 'close' },
      body: JSON.stringify({ query }),
    });
    return ((await response.json()) as { data: { __type: { description: string } } }).data.__type.description;
  } catch {
    return null;
  }
}

it('serves what was changed, keeps what was there when a change is broken, and stops as a whole', {
  timeout: 300_000,
}, async () => {
  const file = join(folder, 'schema/installation/viewer.ts');
  const source = readFileSync(file, 'utf8');
  await expect.poll(description, PATIENCE).not.toBeNull();
  const before = (await description())!;
  expect(source).toContain(before);

  writeFileSync(file, source.replace(before, 'Changed once.'));
  await expect.poll(description, PATIENCE).toBe('Changed once.');

  writeFileSync(file, 'export const = ;\n');
  await expect.poll(() => text, PATIENCE).toContain('viewer.ts:1');
  expect(await description()).toBe('Changed once.');

  writeFileSync(file, source.replace(before, 'Changed twice.'));
  await expect.poll(description, PATIENCE).toBe('Changed twice.');

  program.kill('SIGTERM');
  await once(program, 'exit');
  expect(await description()).toBeNull();
  expect(serverOf()).toBeNull();
});
