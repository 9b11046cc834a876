// The command as people give it: rules shown, changed, refused, and what it did.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { DEFAULT_RULES } from '../../../../src/ingest/identity/rules.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { removeFolder, temporaryFolder } from '../../../support/folders.ts';
import { createSource, person } from '../../../support/pipeline.ts';

const main = fileURLToPath(new URL('../../../../src/main.ts', import.meta.url));
// Each command is a program of its own.
vi.setConfig({ testTimeout: 120_000 });

let world: TestContext;
const folder = temporaryFolder();
beforeAll(async () => {
  world = await createTestContext();
  const source = await createSource(world.sql, 'crm');
  const emails = ['info@firm.example'];
  await source.commit({ records: [person('1', 1, { emails }), person('2', 1, { emails })] });
});
afterAll(async () => {
  await world.close();
  removeFolder(folder);
});

async function cxgraph(...args: string[]): Promise<{ code: number; out: string; error: string }> {
  const program = spawn(process.execPath, ['--import', 'tsx', main, ...args], {
    cwd: fileURLToPath(new URL('../../../..', import.meta.url)),
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: world.url,
      CXGRAPH_DATA_DIR: folder,
      CXGRAPH_SECRET: 'a secret for tests only',
      CXGRAPH_ADMIN_KEY: 'a key for tests only',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, error] = ['', ''];
  program.stdout.on('data', chunk => (out += chunk));
  program.stderr.on('data', chunk => (error += chunk));
  const [code] = await once(program, 'close');
  return { code, out, error };
}

function fileOf(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const customers = async () =>
  (await world.sql.one<{ n: number }>('select count(*) as n from customer where merged_into is null'))!.n;

test('rules are shown, foretold, set, and refused when they were made from an older version', async () => {
  const shown = await cxgraph('identity', 'show');
  expect({ ...shown, out: JSON.parse(shown.out) }).toEqual({ code: 0, out: DEFAULT_RULES, error: '' });

  const file = fileOf('rules.json', JSON.stringify({ ...JSON.parse(shown.out), roleMailboxes: ['noreply'] }));
  const foretold = await cxgraph('identity', 'set', file, '--dry-run');
  expect(foretold.out).toMatch(
    /Version 2 would follow version 1:\n +customers +1 would merge into others, 0 would split/,
  );
  expect(await customers()).toBe(2);

  const done = await cxgraph('identity', 'set', file);
  expect(done).toMatchObject({ code: 0, error: '' });
  expect(done.out).toMatch(/Version 2 is in force.*\n +customers +1 merged into others, 0 split off/);
  expect(await customers()).toBe(1);

  const late = await cxgraph('identity', 'set', file);
  expect(late).toMatchObject({ code: 1, out: '' });
  expect(late.error).toMatch(/made from version 1, but version 2 is in force/);
  const history = await cxgraph('identity', 'show', '--history');
  expect(JSON.parse(history.out)).toMatchObject([{ rules: { version: 1 } }, { rules: { version: 2 } }]);
});

test.each([
  ['is missing', join(folder, 'none.json'), /none\.json cannot be read/],
  ['is no JSON', fileOf('text.json', 'limit: 3'), /is not JSON.*"cxgraph identity show" prints/s],
  [
    'holds what is no rule',
    fileOf('bad.json', '{"limit": 3, "placeholders": 4}'),
    /placeholders: must.*limit: there is no/s,
  ],
])('a file that %s', async (_, file, expected) => {
  const { code, out, error } = await cxgraph('identity', 'set', file);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(error).toMatch(expected);
  expect(error).not.toContain('    at ');
});
