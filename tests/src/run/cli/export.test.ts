// The command as people give it: to a file that is there once it is whole, or to whoever reads stdout.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it, test, vi } from 'vitest';
import { parseConfig } from '../../../../src/base/config.ts';
import { createConsole } from '../../../../src/run/cli/console.ts';
import { exportCommand } from '../../../../src/run/cli/export.ts';
import { parseExportArguments } from '../../../../src/run/cli/export-arguments.ts';
import { openExportFile } from '../../../../src/run/cli/export-file.ts';
import { FROM_SOURCES, MAIN, runCommand, settingsFor } from '../../../support/cli.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { removeFolder, temporaryFolder } from '../../../support/folders.ts';
import { insert } from '../../../support/rows.ts';

// Each command is a program of its own.
vi.setConfig({ testTimeout: 120_000 });

let world: TestContext;
const folder = temporaryFolder();
beforeAll(async () => {
  world = await createTestContext();
  for (const [display_name, country] of [
    ['=Ada', 'GB'],
    ['Bob', 'DE'],
    ['Cy', null],
  ])
    await insert(world.sql, 'customer', { display_name, country });
});
afterAll(async () => {
  await world.close();
  removeFolder(folder);
});

const cxgraph = (...args: string[]) => runCommand(settingsFor(world.url, folder), ...args);

test('a file of the format that its name tells, and NDJSON on stdout', async () => {
  const [csv, parquet] = [join(folder, 'customers.csv'), join(folder, 'customers.parquet')];
  expect(await cxgraph('export', 'customers', '--out', csv)).toEqual({
    code: 0,
    out: '',
    error: `3 rows in ${csv}\n`,
  });
  const rows = parse(readFileSync(csv), { columns: true }) as { displayName: string }[];
  expect(rows.map(row => row.displayName)).toEqual(["'=Ada", 'Bob', 'Cy']);
  expect((await cxgraph('export', 'customers', '--out', parquet)).code).toBe(0);
  const read = await parquetReadObjects({ file: await asyncBufferFromFile(parquet) });
  expect(read.map(row => row.displayName)).toEqual(['=Ada', 'Bob', 'Cy']);
  const { out, error } = await cxgraph('export', 'customers', '--where', '{"country":["DE"]}');
  expect(error).toBe('');
  expect(
    out
      .split('\n')
      .slice(0, -1)
      .map(line => JSON.parse(line).displayName),
  ).toEqual(['Bob']);
});

test('a report, with its arguments in words', async () => {
  const { out, error, code } = await cxgraph(
    ...['export', 'metric', 'CUSTOMER_COUNT', '--during', 'from=2026-01-01,to=2026-03-31', '--every', 'MONTH'],
    ...['--compare-to', 'with=PREVIOUS_PERIOD', '--format', 'csv'],
  );
  expect({ error, code }).toEqual({ error: '', code: 0 });
  const rows = parse(out, { columns: true }) as { part: string; start: string }[];
  expect(rows.map(({ part, start }) => `${part} ${start}`)).toEqual([
    'TOTAL ',
    'POINT 2026-01-01',
    'POINT 2026-02-01',
    'POINT 2026-03-01',
  ]);
});

test('a mistake is told, and leaves no file and what was there before', async () => {
  const file = join(folder, 'kept.csv');
  writeFileSync(file, 'as it was');
  const refused = await cxgraph('export', 'customer', '--out', file);
  expect(refused).toMatchObject({ code: 1, out: '' });
  expect(refused.error).toContain('There is no export "customer". There are: metric, index');
  const config = parseConfig({ ...settingsFor(world.url, folder), PORT: '0' });
  const says = (words: string, what: string, ...rest: string[]) =>
    expect(exportCommand(config, createConsole(), what, rest, { out: file })).rejects.toThrow(words);
  await says('takes no "wehre"; it takes where, search, orderBy', 'customers', '--wehre', '{}');
  await says('is not of anything', 'customers', 'Ada');
  await says('"where"', 'customers', '--where', '{"land":"DE"}');
  await says('"every"', 'metric', 'NPS', '--during', 'last=P1Y', '--every', 'DECADE');
  expect(readFileSync(file, 'utf8')).toBe('as it was');
  expect(readdirSync(folder).filter(name => name.endsWith('.part'))).toEqual([]);
  const nowhere = await cxgraph('export', 'customers', '--out', join(folder, 'no', 'such.csv'));
  expect(nowhere.error).toContain('cannot be written');
});

test('what there is', async () => {
  const { out, code } = await cxgraph('export', 'list');
  expect(code).toBe(0);
  expect(out).toContain('metric METRIC\n');
  expect(out).toContain('--compare-to');
  expect((await cxgraph('help')).out).toContain('export');
});

test('who reads no further is no mistake', async () => {
  const program = spawn('bash', [
    '-c',
    '"$@" export list | true; echo $PIPESTATUS',
    'bash',
    ...[process.execPath, ...FROM_SOURCES, MAIN],
  ]);
  let [out, error] = ['', ''];
  program.stdout.on('data', chunk => (out += chunk));
  program.stderr.on('data', chunk => (error += chunk));
  await once(program, 'close');
  expect({ out, error }).toEqual({ out: '0\n', error: '' });
});

describe('arguments', () => {
  it('are read as options are', () => {
    expect(parseExportArguments(['NPS', '--compare-to', 'OVERALL', '--by=A,B', '--open', '--x', '-1'])).toEqual({
      of: 'NPS',
      given: { compareTo: 'OVERALL', by: 'A,B', open: 'true', x: '-1' },
    });
    expect(parseExportArguments(['--by', 'A', '--by', 'B', '--where', '{"a":"b=c"}'])).toEqual({
      given: { by: ['A', 'B'], where: '{"a":"b=c"}' },
    });
    expect(() => parseExportArguments(['NPS', 'CSAT'])).toThrow('one word too many');
  });
});

describe('a file', () => {
  it('has its name once it is whole, and is gone where it is not', async () => {
    const name = join(folder, 'whole.ndjson');
    const cut = await openExportFile(name);
    await cut.write('half');
    expect(existsSync(name)).toBe(false);
    await cut.close();
    expect(readdirSync(folder).filter(one => one.startsWith('whole'))).toEqual([]);
    const whole = await openExportFile(name);
    await whole.write('a\n');
    await whole.write(Buffer.from('b\n'));
    await whole.keep();
    await whole.close();
    expect(readdirSync(folder).filter(one => one.startsWith('whole'))).toEqual(['whole.ndjson']);
    expect(readFileSync(name, 'utf8')).toBe('a\nb\n');
  });
});
