// The command `import responses` as people run it: with its own database, and beside a server.
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { openEmbedded } from '../../../../src/base/database/embedded/open.ts';
import { findHome } from '../../../../src/base/database/embedded/place.ts';
import { findPostmaster } from '../../../../src/base/database/embedded/postmaster.ts';
import { type Command, startCommand } from '../../../support/cli.ts';
import { removeFolder, temporaryFolder } from '../../../support/folders.ts';

// The whole program is started a few times.
vi.setConfig({ testTimeout: 120_000 });
const programs: ChildProcess[] = [];
let folder: string | null = null;

afterEach(async () => {
  for (const program of programs.splice(0))
    if (program.exitCode === null && program.kill('SIGKILL')) await once(program, 'exit');
  if (folder === null) return;
  if (serverOf(folder)) await (await openEmbedded(folder)).stop();
  removeFolder(folder);
  folder = null;
});

test('beside a server and without one, the same file twice is imported once', async () => {
  folder = temporaryFolder();
  const file = join(folder, 'answers.csv');
  const lines = ['id;date;email;nps;comment', '1;2026-03-01;ada@mail.example;9;Great help', '2;2026-03-02;;11;'];
  writeFileSync(file, lines.join('\n'));
  const server = start(folder, 'serve');
  await vi.waitFor(() => expect(server.text()).toMatch(/Open +http/), { timeout: 60_000, interval: 100 });
  const url = /Open +(http:\S+)/.exec(server.text())![1]!;
  await ask(
    url,
    'mutation { saveSurvey(input: { key: "support", name: "Support", kind: TOUCHPOINT, questions: [{ key: "nps", text: "Likely?", measure: NPS }, { key: "why", text: "Why?", measure: OTHER }] }) { key } }',
  );
  const args = [
    'import',
    'responses',
    '--map',
    'answer.nps=nps',
    '--map',
    'text.why=comment',
    file,
    '--survey',
    'support',
  ];

  const unzoned = start(folder, ...args);
  expect(await unzoned.code).toBe(1);
  expect(unzoned.text()).toMatch(/Line 2: "2026-03-01" has no offset.*--time-zone/);
  expect(unzoned.text()).not.toContain('    at ');

  const trial = start(folder, ...args, '--time-zone', 'Europe/Berlin', '--dry-run');
  expect(await trial.code).toBe(1);
  expect(trial.text()).toMatch(/2 read, 1 accepted, 0 unchanged, 1 rejected[\s\S]*nothing was kept/);

  const beside = start(folder, ...args, '--time-zone', 'Europe/Berlin');
  expect(await beside.code).toBe(1);
  expect(beside.text()).toMatch(/customer\.email +email\n/);
  expect(beside.text()).toContain('2 read, 1 accepted, 0 unchanged, 1 rejected');
  expect(beside.text()).toContain(`${file}.rejects.csv`);
  expect(readFileSync(`${file}.rejects.csv`, 'utf8').split('\r\n')[1]).toMatch(
    /^3,.*scale 0 to 10.*,2,2026-03-02,,11,$/,
  );
  expect(await ask(url, '{ surveyResponses { totalCount nodes { respondedAt customer { email } } } }')).toEqual({
    data: {
      surveyResponses: {
        totalCount: 1,
        nodes: [{ respondedAt: '2026-02-28T23:00:00.000Z', customer: { email: 'ada@mail.example' } }],
      },
    },
  });

  server.program.kill('SIGINT');
  expect(await server.code).toBe(0);
  writeFileSync(file, lines.slice(0, 2).join('\n'));
  const alone = start(folder, ...args, '--time-zone', 'Europe/Berlin');
  expect(await alone.code).toBe(0);
  expect(alone.text()).toContain('1 read, 0 accepted, 1 unchanged, 0 rejected');
  expect(serverOf(folder)).toBeNull();
});

function start(dataDir: string, ...args: string[]): Command {
  const command = startCommand({ CXGRAPH_DATA_DIR: dataDir }, ...args);
  programs.push(command.program);
  return command;
}

async function ask(url: string, query: string): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return response.json();
}

function serverOf(dataDir: string) {
  const home = findHome(dataDir);
  return home && findPostmaster(join(home, 'postgres'));
}
