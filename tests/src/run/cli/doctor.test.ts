// The doctor: finds what is wrong, says what to do, and changes nothing.
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseConfig } from '../../../../src/base/config.ts';
import type { Console } from '../../../../src/run/cli/console.ts';
import { doctor } from '../../../../src/run/cli/doctor.ts';
import { checkNode } from '../../../../src/run/cli/findings.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { removeFolder, temporaryFolder } from '../../../support/folders.ts';

let world: TestContext;
let folder: string;
beforeAll(async () => {
  world = await createTestContext();
  folder = temporaryFolder();
});
afterAll(async () => {
  await world.close();
  removeFolder(folder);
});

const own = () => ({ DATABASE_URL: world.url, CXGRAPH_SECRET: 'a secret for tests only', PORT: '0' });

test('all is well with a migrated database', async () => {
  const { code, lines } = await examine(own());
  expect(lines.filter(line => !line.startsWith('ok'))).toEqual([]);
  expect(lines.join()).toMatch(/database.*PostgreSQL 18.*migrations.*queue/);
  expect(code).toBe(0);
});

test('before the first start it looks, and makes nothing', async () => {
  const data = join(folder, 'not-yet');
  expect((await examine({ CXGRAPH_DATA_DIR: data, PORT: '0' })).code).toBe(0);
  expect(existsSync(data)).toBe(false);
});

test('a database that does not answer is a problem with a remedy', async () => {
  const { code, lines } = await examine({ ...own(), DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' });
  expect(lines.join('\n')).toMatch(/problem +database.*\n *→ check DATABASE_URL/);
  expect(code).toBe(1);
});

test('a Redis that does not answer is a problem', async () => {
  const { code, lines } = await examine({ ...own(), REDIS_URL: 'redis://127.0.0.1:1' });
  expect(lines.join('\n')).toMatch(/problem +redis/);
  expect(code).toBe(1);
});

test('tables that are missing are a problem', async () => {
  await world.sql.query('alter table migration rename to migration_away');
  try {
    const { lines } = await examine(own());
    expect(lines.join('\n')).toMatch(/problem +migrations.*\n *→ run "npm run migrate"/);
  } finally {
    await world.sql.query('drop table if exists migration');
    await world.sql.query('alter table migration_away rename to migration');
  }
});

test('a port that something else has is a problem, with a free one named', async () => {
  const other = createServer();
  await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as { port: number };
  const { code, lines } = await examine({ ...own(), PORT: String(port) });
  await new Promise(resolve => other.close(resolve));
  expect(lines.join('\n')).toMatch(new RegExp(`problem +port.*${port} is in use\n *→ .*PORT=${port + 1}`));
  expect(code).toBe(1);
});

test.each([
  ['20.19.0', false],
  ['22.18.9', false],
  ['22.19.0', true],
  ['24.0.0', true],
])('Node %s: %s', (version, ok) => {
  expect(checkNode(version).ok).toBe(ok);
});

async function examine(environment: Record<string, string>): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = [];
  const out: Console = { line: (text = '') => void lines.push(text), passing: () => undefined, interactive: false };
  return { code: await doctor(parseConfig(environment), out), lines };
}
