// A new connector, made in a copy of this tree, passes what every connector must, without a hand laid on it.
import { execFile } from 'node:child_process';
import { cpSync, existsSync, globSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generate } from '../../../../connectors/kit/new/generate.ts';
import { BadName, checkName } from '../../../../connectors/kit/new/names.ts';
import { loadConnectors } from '../../../../src/run/find-connectors.ts';
import { removeFolder, temporaryFolder } from '../../../support/folders.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const NAME = 'acme-inbox';
const COPIED = ['.github', 'src', 'connectors', 'schema', 'migrations', 'tests'];
const FILES = ['package.json', 'package-lock.json', 'tsconfig.json', 'biome.json', '.gitignore'];

let copy: string;
beforeAll(() => {
  copy = temporaryFolder();
  for (const name of [...COPIED, ...FILES])
    cpSync(join(ROOT, name), join(copy, name), { recursive: true, filter: path => !path.includes('/node_modules') });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
});
afterAll(() => removeFolder(copy));

/** Runs a tool of ours in the copy; what it says goes with its failure. */
async function run(script: string, ...args: string[]): Promise<string> {
  // The tests of this run must not be told to those in the copy.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST')));
  const { stdout } = await promisify(execFile)(process.execPath, [join(copy, 'node_modules', script), ...args], {
    cwd: copy,
    env,
  }).catch(error => {
    throw new Error(`${script} failed:\n${error.stdout}\n${error.stderr}`);
  });
  return stdout;
}

it('is made in its own two folders, and nothing is left of the sample’s name', () => {
  const files = generate(copy, NAME);
  expect(files).toContain(`connectors/${NAME}/index.ts`);
  expect(files).toContain(`connectors/${NAME}/README.md`);
  expect(files).toContain(`tests/connectors/${NAME}/arrives.test.ts`);
  expect(
    files.every(file => file.startsWith(`connectors/${NAME}/`) || file.startsWith(`tests/connectors/${NAME}/`)),
  ).toBe(true);
  for (const file of files)
    expect(readFileSync(join(copy, file), 'utf8'), file).not.toMatch(/\bsample|Sample|kit\/new/);
});

it('has the types and the form of this tree', async () => {
  const made = [`connectors/${NAME}`, `tests/connectors/${NAME}`];
  // Its tests know all of the tree, and to check that again would take long: they run below, and their imports are there.
  writeFileSync(join(copy, 'tsconfig.new.json'), JSON.stringify({ extends: './tsconfig.json', include: [made[0]] }));
  await run('typescript/bin/tsc', '--noEmit', '--incremental', 'false', '-p', 'tsconfig.new.json');
  for (const file of globSync(`${made[1]}/**/*.ts`, { cwd: copy }))
    for (const [way] of readFileSync(join(copy, file), 'utf8').matchAll(/(?<= from ')\.[^']+/g))
      expect(existsSync(join(copy, dirname(file), way)), `${file} → ${way}`).toBe(true);
  await run('@biomejs/biome/bin/biome', 'check', ...made);
}, 60_000);

it('passes the contract and the rules of the house, and its first record arrives in PostgreSQL', async () => {
  const known = [...(await loadConnectors()).keys()].join('|');
  const report = join(copy, 'report.json');
  await run(
    'vitest/vitest.mjs',
    ...['run', '--config=tests/vitest.config.ts', '--reporter=default', '--reporter=json', `--outputFile=${report}`],
    // Those who were here before are looked at elsewhere.
    `--testNamePattern=^(?!(${known}) )`,
    ...[`tests/connectors/${NAME}`, 'tests/connectors/contract.test.ts', 'tests/architecture'],
  );
  const { success, testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
    success: boolean;
    testResults: { name: string; assertionResults: { fullName: string; status: string }[] }[];
  };
  expect(success).toBe(true);
  const passed = testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'passed').map(({ fullName }) => fullName),
  );
  expect(passed.filter(name => name.startsWith(`${NAME} over its fake`)).length).toBeGreaterThan(5);
  expect(passed).toContain('the first customer and their first ticket are there after the first sync');
  expect(passed.filter(name => name.startsWith('arrows ')).length).toBeGreaterThan(5);
}, 60_000);

it.each([
  ['', /Give the name/],
  ['Zendesk', /small letters/],
  ['../zendesk', /small letters/],
  ['zen desk', /small letters/],
  ['zen--desk', /small letters/],
  ['x'.repeat(31), /too long/],
  ['kit', /connectors\/kit is there already/],
  ['records', /connectors\/records\.ts is there already/],
  [NAME, /is there already/],
  ['customer', /is a word of the code/],
])('refuses the name "%s", and writes nothing', (name, why) => {
  const before = readdirSync(join(copy, 'connectors'));
  expect(() => generate(copy, name)).toThrow(why);
  expect(() => checkName(copy, name)).toThrow(BadName);
  expect(readdirSync(join(copy, 'connectors'))).toEqual(before);
  expect(existsSync(join(copy, 'zendesk'))).toBe(false);
});
