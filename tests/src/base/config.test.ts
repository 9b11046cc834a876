// The environment: what is read, what is refused, and that all errors come at once.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { isLoopback, loadConfig, parseConfig } from '../../../src/base/config.ts';
import { UserError } from '../../../src/base/errors.ts';

const long = 'sixteen or more characters';

test('an empty environment gives the embedded database with the sandbox on loopback', () => {
  expect(parseConfig({})).toEqual({
    port: 4000,
    host: '127.0.0.1',
    databaseUrl: null,
    redisUrl: null,
    dataDir: resolve('.cxgraph'),
    sandbox: true,
    adminKey: null,
    secret: null,
    logLevel: 'warn',
    minReport: 5,
    minReliable: 30,
  });
});

test('an empty value is an absent one', () => {
  expect(parseConfig({ PORT: '', HOST: ' ', DATABASE_URL: '', CXGRAPH_SANDBOX: '' })).toEqual(parseConfig({}));
});

test('the sandbox is off beside a database of your own, unless asked for', () => {
  const own = { DATABASE_URL: 'postgres://localhost/cx', CXGRAPH_SECRET: long };
  expect(parseConfig(own).sandbox).toBe(false);
  expect(parseConfig({ ...own, CXGRAPH_SANDBOX: 'on' }).sandbox).toBe(true);
  expect(parseConfig({ CXGRAPH_SANDBOX: 'off' }).sandbox).toBe(false);
});

test('every error is told at once, each with its name', () => {
  const errors = errorsOf({
    PORT: '70000',
    DATABASE_URL: 'mysql://x',
    REDIS_URL: 'localhost:6379',
    CXGRAPH_SANDBOX: 'yes',
    CXGRAPH_ADMIN_KEY: 'short',
    CXGRAPH_LOG_LEVEL: 'loud',
    CXGRAPH_MIN_REPORT: '0',
    CXGRAPH_MIN_RELIABLE: 'many',
  });
  for (const name of [
    'PORT',
    'DATABASE_URL',
    'REDIS_URL',
    'CXGRAPH_SANDBOX',
    'CXGRAPH_ADMIN_KEY',
    'CXGRAPH_LOG_LEVEL',
    'CXGRAPH_MIN_REPORT',
    'CXGRAPH_MIN_RELIABLE',
  ])
    expect(errors.filter(error => error.startsWith(`${name} `))).toHaveLength(1);
});

test('an error never repeats the value of a secret', () => {
  expect(errorsOf({ CXGRAPH_SECRET: 'hunter2' }).join()).not.toContain('hunter2');
});

test.each(['0.0.0.0', '::', '192.168.1.7', 'example.com', '127.0.0.1.example.com'])(
  'HOST=%s needs an admin key',
  HOST => {
    expect(errorsOf({ HOST })).toEqual([expect.stringContaining('CXGRAPH_ADMIN_KEY is missing')]);
    expect(parseConfig({ HOST, CXGRAPH_ADMIN_KEY: long }).host).toBe(HOST);
  },
);

test.each(['127.0.0.1', 'localhost', '::1', '127.8.8.8'])('HOST=%s needs none', HOST => {
  expect(isLoopback(parseConfig({ HOST }).host)).toBe(true);
});

test('a database of your own needs a secret', () => {
  expect(errorsOf({ DATABASE_URL: 'postgres://h/d' })).toEqual([expect.stringContaining('CXGRAPH_SECRET is missing')]);
});

test('the configuration cannot be changed', () => {
  expect(Object.isFrozen(parseConfig({}))).toBe(true);
});

test.each<[string, number[]]>([
  ['PORT 4000', [1]],
  ['# one\n\nPORT=1\nsecret-value\n=secret-value\nHOST', [4, 5, 6]],
  ['CXGRAPH_SECRET="first\nsecond="\nsecret-value', [3]],
  ['CXGRAPH_SECRET="not closed\nsecret-value\nPORT=1', [2]],
])('of .env each line that is no NAME=value is told, and not what it says: %j', (text, lines) => {
  const folder = mkdtempSync(join(tmpdir(), 'cxgraph-env-'));
  const file = join(folder, '.env');
  writeFileSync(file, text);
  try {
    const told = errorsBy(() => loadConfig({}, file));
    expect(told).toEqual(lines.map(line => expect.stringContaining(`Line ${line} of ${file}`)));
    expect(told.join()).not.toMatch(/secret-value|4000/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each([
  'export PORT=4100\r\n\r\n  # comment\r\n HOST = 127.0.0.1 # too\r\n',
  '\uFEFFPORT=4100',
  'PORT=\'4100\'\nEMPTY=\nOTHER="two\n\nlines" # comment\n\tLAST=`a\n b`',
])('a .env may be written like %j', text => {
  const folder = mkdtempSync(join(tmpdir(), 'cxgraph-env-'));
  writeFileSync(join(folder, '.env'), text);
  try {
    expect(loadConfig({}, join(folder, '.env')).port).toBe(4100);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the real environment wins over .env, but an empty value does not', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cxgraph-env-'));
  const file = join(folder, '.env');
  writeFileSync(file, 'PORT=4100\nHOST=127.0.0.2\n# a comment\nCXGRAPH_DATA_DIR="/data dir"\n');
  try {
    const config = loadConfig({ PORT: '4200', HOST: '' }, file);
    expect(config).toMatchObject({ port: 4200, host: '127.0.0.2', dataDir: '/data dir' });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('without .env the environment is all; one that cannot be read is not passed over', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cxgraph-env-'));
  try {
    expect(loadConfig({ PORT: '4200' }, join(folder, '.env')).port).toBe(4200);
    // A folder, since no file is unreadable to root.
    expect(() => loadConfig({}, folder)).toThrow(expect.objectContaining({ code: 'CONFIGURATION' }));
    expect(() => loadConfig({}, folder)).toThrow(/cannot be read.*take it away/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

function errorsOf(environment: Record<string, string>): string[] {
  return errorsBy(() => parseConfig(environment));
}

function errorsBy(load: () => unknown): string[] {
  try {
    load();
  } catch (error) {
    if (error instanceof UserError) return error.message.split('\n');
  }
  return [];
}
