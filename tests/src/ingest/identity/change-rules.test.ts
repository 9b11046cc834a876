// Changing the rules: what each does to what is there, what is kept of it, and what a dry run and a crash leave behind.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import type { Sql } from '../../../../src/base/database/sql.ts';
import { changeRules } from '../../../../src/ingest/identity/change-rules.ts';
import { readLedger } from '../../../../src/ingest/identity/ledger.ts';
import { previewRules } from '../../../../src/ingest/identity/preview-rules.ts';
import { DEFAULT_RULES } from '../../../../src/ingest/identity/rules.ts';
import type { RulesChange } from '../../../../src/ingest/identity/rules-input.ts';
import { readHistory, readRules } from '../../../../src/ingest/identity/stored-rules.ts';
import { lockProjection } from '../../../../src/ingest/lock.ts';
import { countRechecks, recheckIdentities } from '../../../../src/ingest/page/recheck.ts';
import { sweepJob } from '../../../../src/run/jobs/sweep.job.ts';
import { FROM_SOURCES } from '../../../support/cli.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { at, createSource, person, raw, type TestSource } from '../../../support/pipeline.ts';

let world: TestContext;
let source: TestSource;
beforeEach(async () => {
  world = await createTestContext();
  source = await createSource(world.sql, 'crm');
});
afterEach(() => world.close());

const NOW = new Date('2026-02-03T04:05:06Z');

async function set(change: RulesChange): Promise<void> {
  await changeRules(world.sql, change, NOW);
  expect(await recheckIdentities(world.sql, { size: 2 })).toBe(true);
}

async function customers(): Promise<string[]> {
  const rows = await world.sql.query<{ ids: string }>(
    `select string_agg(split_part(ref, '/', 2), ' ' order by id) as ids from person_record group by customer_id order by min(id)`,
  );
  return rows.map(row => row.ids);
}

const people = (count: number, email: string) =>
  Array.from({ length: count }, (_, i) => person(String(i + 1), i, { emails: [email] }));
const company = (id: string, domain: string) =>
  raw('company', id, 1, { type: 'organization', name: `Firm ${id}`, domain });

describe('each rule', () => {
  it('the limit: more records join when it is raised, and part when it is lowered', async () => {
    await source.commit({ records: people(4, 'family@home.example') });
    expect(await customers()).toEqual(['1 2 3 4']);
    await set({ maxRecordsPerValue: 3 });
    expect(await customers()).toEqual(['1', '2', '3', '4']);
    await set({ maxRecordsPerValue: 4 });
    expect(await customers()).toEqual(['1 2 3 4']);
  });

  it('role mailboxes', async () => {
    await source.commit({ records: people(2, 'Buchhaltung@firm.example') });
    expect(await customers()).toEqual(['1 2']);
    await set({ roleMailboxes: ['buchhaltung'] });
    expect(await customers()).toEqual(['1', '2']);
    await set({ roleMailboxes: [] });
    expect(await customers()).toEqual(['1 2']);
  });

  it('placeholders, as addresses and as ids of other systems', async () => {
    await source.commit({
      records: [
        person('1', 1, { emails: ['x@x.example'] }),
        person('2', 1, { emails: ['x@x.example'] }),
        person('3', 1, { externalIds: ['Kunde/0'] }),
        person('4', 1, { externalIds: ['Kunde/0'] }),
        person('5', 1, { externalIds: ['unknown'] }),
        person('6', 1, { externalIds: ['unknown'] }),
      ],
    });
    expect(await customers()).toEqual(['1 2', '3 4', '5', '6']);
    await set({ placeholders: ['x@x.example', '0'] });
    expect(await customers()).toEqual(['1', '2', '3', '4', '5 6']);
  });

  it('public mail domains: companies join by the others, and show them', async () => {
    await source.commit({
      records: [company('1', 'gmail.com'), company('2', 'gmail.com'), company('3', 'firm.example')],
    });
    const accounts = () =>
      world.sql.query(
        `select a.domain, count(*) as records from account a join account_record r on r.account_id = a.id
         group by a.id order by min(r.id)`,
      );
    expect(await accounts()).toEqual([
      { domain: null, records: 1 },
      { domain: null, records: 1 },
      { domain: 'firm.example', records: 1 },
    ]);
    await set({ publicMailDomains: ['firm.example'] });
    expect(await accounts()).toEqual([
      { domain: 'gmail.com', records: 2 },
      { domain: null, records: 1 },
    ]);
  });
});

test('interactions go with their records; merges and splits are in the ledger with their cause', async () => {
  const note = (id: string) =>
    raw('note', id, 5, { type: 'interaction', kind: 'NOTE', occurredAt: at(5), customer: { object: 'contact', id } });
  await source.commit({ records: [person('1', 1, { emails: ['info@firm.example'] }), note('1')] });
  await source.commit({ records: [person('2', 1, { emails: ['info@firm.example'] }), note('2')] });
  const [first, second] = (await world.sql.query<{ id: number }>('select id from customer order by id')).map(c => c.id);
  const timelines = () => world.sql.query(`select ref, customer_id as customer from interaction order by ref`);

  await set({ roleMailboxes: [] });
  expect(await timelines()).toEqual([
    { ref: 'crm:note/1', customer: first },
    { ref: 'crm:note/2', customer: first },
  ]);
  expect(await readLedger(world.sql, 'rules 2')).toEqual({
    customer: { merged: 1, split: 0 },
    account: { merged: 0, split: 0 },
  });
  await world.sql.query('delete from change_mark');
  await set({ roleMailboxes: ['info'] });
  expect(await timelines()).toEqual([
    { ref: 'crm:note/1', customer: first },
    { ref: 'crm:note/2', customer: second },
  ]);
  expect(await world.sql.query(`select survivor_id, merged_id, cause, undone_cause from merge`)).toEqual([
    { survivor_id: first, merged_id: second, cause: 'rules 2', undone_cause: 'rules 3' },
  ]);
  const marks = await world.sql.query<{ subject: number }>('select distinct subject from change_mark order by 1');
  expect(marks.map(mark => mark.subject)).toEqual([first, second]);
});

test('every version is kept with its time; what changes nothing makes none', async () => {
  expect(await readHistory(world.sql)).toEqual([{ rules: DEFAULT_RULES, savedAt: null }]);
  await set({ maxRecordsPerValue: 5 });
  await set({ maxRecordsPerValue: 5 });
  await set({ placeholders: ['x'] });
  const second = { ...DEFAULT_RULES, version: 2, maxRecordsPerValue: 5 };
  const third = { ...second, version: 3, placeholders: ['x'] };
  expect(await readRules(world.sql)).toEqual(third);
  expect(await readHistory(world.sql)).toEqual([
    { rules: DEFAULT_RULES, savedAt: null },
    { rules: second, savedAt: NOW.toISOString() },
    { rules: third, savedAt: NOW.toISOString() },
  ]);
});

test('a dry run foretells, and writes nothing', async () => {
  await source.commit({
    records: [
      ...people(3, 'family@home.example'),
      ...['8', '9'].map(id => person(id, 1, { emails: ['info@x.example'] })),
    ],
  });
  const before = await everything(world.sql);
  const preview = await previewRules(world.sql, { maxRecordsPerValue: 2, roleMailboxes: [] });
  expect(preview.customers).toEqual({ merged: 1, split: 2 });
  expect(preview.next.version).toBe(2);
  expect(await everything(world.sql)).toEqual(before);
  await set({ maxRecordsPerValue: 2, roleMailboxes: [] });
  expect((await readLedger(world.sql, 'rules 2')).customer).toEqual(preview.customers);
});

/** Contents of all tables, and where all sequences stand. */
async function everything(sql: Sql): Promise<unknown[]> {
  const relations = await sql.query<{ name: string; kind: string }>(
    `select quote_ident(relname) as name, relkind as kind from pg_class
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'S') order by 1`,
  );
  return Promise.all(
    relations.map(async ({ name, kind }) => ({
      name,
      rows: await sql.query(kind === 'S' ? `select * from ${name}` : `select t::text from ${name} t order by 1`),
    })),
  );
}

test('a page that waits for the change goes by the new rules', async () => {
  await source.commit({ records: [person('1', 1, { emails: ['info@firm.example'] })] });
  let page: Promise<unknown> | undefined;
  await world.sql.transaction(async tx => {
    await lockProjection(tx);
    page = source.commit({ records: [person('2', 1, { emails: ['info@firm.example'] })] });
    // Until it stands in line for the lock.
    while ((await waiting()) === 0);
    await changeRules(tx, { roleMailboxes: [] }, NOW);
  });
  await page;
  expect(await customers()).toEqual(['1 2']);
});

async function waiting(): Promise<number> {
  const row = await world.sql.one<{ n: number }>(
    `select count(*) as n from pg_locks where locktype = 'advisory' and not granted
     and database = (select oid from pg_database where datname = current_database())`,
  );
  return row!.n;
}

test('killed in the middle, the rest is done by whoever comes next', async () => {
  const pairs = Array.from({ length: 20 }, (_, i) =>
    ['a', 'b'].map(half => person(`${i}${half}`, 1, { emails: [`info@firm-${i}.example`] })),
  );
  await source.commit({ records: pairs.flat() });
  const victim = spawn(
    process.execPath,
    [...FROM_SOURCES, fileURLToPath(new URL('rules-victim.ts', import.meta.url)), world.url, '{"roleMailboxes":[]}'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let said = '';
  victim.stdout.on('data', chunk => {
    said += String(chunk);
    if (said.split('batch').length > 5) victim.kill('SIGKILL');
  });
  const [, signal] = await once(victim, 'exit');
  expect(signal).toBe('SIGKILL');
  expect((await readRules(world.sql)).version).toBe(2);
  const open = await countRechecks(world.sql);
  expect(open).toBeGreaterThan(0);
  expect(open).toBeLessThan(40);

  expect(await recheckIdentities(world.sql, { batches: 1, size: 2 })).toBe(false);
  await sweepJob.run(world.ctx, {}, { signal: new AbortController().signal, lastAttempt: false });
  expect(await countRechecks(world.sql)).toBe(0);
  expect(await customers()).toEqual(pairs.map((_, i) => `${i}a ${i}b`));
});
