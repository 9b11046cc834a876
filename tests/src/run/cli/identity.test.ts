// The command as people give it: rules shown, changed, refused, and what it did.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { parseConfig } from '../../../../src/base/config.ts';
import { DEFAULT_RULES } from '../../../../src/ingest/identity/rules.ts';
import { createConsole } from '../../../../src/run/cli/console.ts';
import { setIdentityRules } from '../../../../src/run/cli/identity.ts';
import { runCommand, settingsFor } from '../../../support/cli.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { removeFolder, temporaryFolder } from '../../../support/folders.ts';
import { createSource, person } from '../../../support/pipeline.ts';

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

const cxgraph = (...args: string[]) => runCommand(settingsFor(world.url, folder), ...args);

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
])('a file that %s', (_, file, expected) => {
  const config = parseConfig({ ...settingsFor(world.url, folder), PORT: '0' });
  expect(() => setIdentityRules(config, createConsole(), file, {})).toThrow(expected);
});

test('a mistake is told in words', async () => {
  const { code, out, error } = await cxgraph('identity', 'set', join(folder, 'none.json'));
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(error).toMatch(/none\.json cannot be read/);
  expect(error).not.toContain('    at ');
});
