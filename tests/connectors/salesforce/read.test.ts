// Reading an org over HTTP: full and incremental, across pages, ties, late commits and lost locators.
import { expect, test } from 'vitest';
import type { Cursor } from '../../../connectors/contract.ts';
import { Fatal, Retry } from '../../../connectors/errors.ts';
import { bench } from './org.ts';
import { contact, contacts, idOf, rows, START, worldOf } from './world.ts';

const QUERY = /GET \/services\/data\/v67\.0\/query/;
const QUERY_ALL = /GET .*\/queryAll$/;
const NEXT_PAGE = /GET .*\/query\/0r8/;

test('a full read ends with what the org shows', async () => {
  const b = await bench(contacts(4500));
  const result = await b.read('Contact');
  b.expectComplete('Contact');
  expect(result).toMatchObject({ delivered: 4500, expected: 4500 });
});

test('an unchanged org delivers nothing beyond the overlap, in three requests', async () => {
  const b = await bench(contacts(3000));
  await b.read('Contact');
  const before = b.org.server.log.length;
  const again = await b.read('Contact');
  expect(again).toMatchObject({ delivered: 0, changed: 0 });
  // Token, describe, query.
  expect(b.org.server.log.length - before).toBe(3);
});

test('changes arrive at once, and the cursor settles five minutes behind', async () => {
  const b = await bench(contacts(10));
  await b.read('Contact');
  const id = b.org.create('Contact', contact(99));
  const result = await b.read('Contact');
  expect(result.changed).toBe(1);
  expect(b.store.get('Contact', id)?.payload).toMatchObject({ FirstName: 'Given99' });
  const behind = b.org.clock.now() - Date.parse(result.syncedThrough!);
  expect(behind).toBeGreaterThanOrEqual(299_000);
  expect(behind).toBeLessThan(305_000);
});

test('S1 3,000 rows of one second come once each across page edges', async () => {
  const b = await bench(contacts(3000, 0));
  const result = await b.read('Contact');
  b.expectComplete('Contact');
  expect(result.delivered).toBe(3000);
});

test('S1 a read that stopped inside one second goes on behind its last row', async () => {
  const b = await bench(contacts(3000, 0));
  b.org.switches.maxRows = 400;
  const crash = new Error('crash');
  let cursor: Cursor | null = null;
  const first = b.read('Contact', {
    onPage: (page, n) => {
      cursor = page.cursor;
      if (n === 3) throw crash;
    },
  });
  await expect(first).rejects.toBe(crash);
  const rest = await b.read('Contact', { mode: 'FULL', cursor, sweep: false });
  expect(rest.delivered).toBe(1800);
  b.expectComplete('Contact');
});

test('S2 a row that commits late with an older stamp is caught by lag and overlap', async () => {
  const b = await bench(contacts(50));
  await b.read('Contact');
  b.org.create('Contact', contact(1), b.org.clock.now());
  await b.read('Contact');
  const late = b.org.create('Contact', contact(2), b.org.clock.now() - 200_000);
  b.org.clock.advance(400_000);
  await b.read('Contact');
  expect(b.store.get('Contact', late)).toBeDefined();
  b.expectComplete('Contact');
});

test('S2 the overlap reaches back behind the settled moment', async () => {
  const b = await bench(contacts(50));
  const { syncedThrough } = await b.read('Contact');
  const reached = b.org.create('Contact', contact(3), Date.parse(syncedThrough!) - 590_000);
  const tooLate = b.org.create('Contact', contact(4), Date.parse(syncedThrough!) - 610_000);
  await b.read('Contact');
  expect(b.store.get('Contact', reached)).toBeDefined();
  expect(b.store.get('Contact', tooLate)).toBeUndefined();
  await b.read('Contact', { mode: 'FULL', cursor: null });
  b.expectComplete('Contact');
});

test('a long read catches up on what changed behind it before it ends', async () => {
  const b = await bench(contacts(1000));
  b.org.switches.maxRows = 300;
  await b.read('Contact', {
    onPage: (_, n) => {
      if (n !== 2) return;
      b.org.clock.advance(1_000_000);
      b.org.update('Contact', idOf('003', 0), { Title: 'Changed' });
      b.org.create('Contact', contact(5));
    },
  });
  b.expectComplete('Contact');
});

test('S5 a locator that dies on a later page goes on from the last row', async () => {
  const b = await bench(contacts(6000));
  const result = await b.read('Contact', {
    onPage: (_, n) => {
      if (n === 2) b.org.expireLocators();
    },
  });
  b.expectComplete('Contact');
  expect(result.delivered).toBe(6000);
  expect(b.org.server.log.filter(entry => QUERY_ALL.test(`${entry.method} ${entry.path}`))).toHaveLength(2);
});

test('S5 locators that never last still bring the read to its end', async () => {
  const b = await bench(contacts(4500));
  const body = [{ message: 'invalid query locator', errorCode: 'INVALID_QUERY_LOCATOR' }];
  b.org.server.fail({ route: NEXT_PAGE, effect: { reply: { status: 400, body } }, calls: () => true });
  b.org.switches.maxRows = 200;
  // Each new query brings 200 rows more.
  await expect(b.read('Contact')).resolves.toMatchObject({ delivered: 4500 });
});

test('S6 pages of 500 though 2,000 were asked are followed to the end', async () => {
  const b = await bench(contacts(2750));
  b.org.switches.maxRows = 500;
  const result = await b.read('Contact');
  expect(result.pages).toBe(7);
  b.expectComplete('Contact');
});

test('S7 12,000 rows do not stop at 10,000', async () => {
  const b = await bench(contacts(12_000, 10));
  expect((await b.read('Contact')).delivered).toBe(12_000);
  b.expectComplete('Contact');
});

test('S12 a query that times out is halved until it passes', async () => {
  const b = await bench(contacts(1000, 60_000));
  const timeout = [{ message: 'Your query request was running for too long.', errorCode: 'QUERY_TIMEOUT' }];
  b.org.server.fail({ route: QUERY, effect: { reply: { status: 400, body: timeout } }, calls: n => n <= 3 });
  const result = await b.read('Contact');
  b.expectComplete('Contact');
  expect(result.delivered).toBe(1000);
});

test('S12 a query that always times out parks once one second is left', async () => {
  const b = await bench(contacts(10));
  const timeout = [{ message: 'Your query request was running for too long.', errorCode: 'QUERY_TIMEOUT' }];
  b.org.server.fail({ route: QUERY, effect: { reply: { status: 400, body: timeout } }, calls: () => true });
  await expect(b.read('Contact')).rejects.toThrow(Retry);
  expect(b.host.requests).toBeLessThan(45);
});

test('S13 no query has a raw plus sign in a date', async () => {
  const b = await bench(contacts(2500));
  await b.read('Contact');
  await b.read('Contact');
  for (const { query } of b.org.server.log) expect(query).not.toMatch(/\d\+0000/);
});

test('B5 a local clock that is ten minutes fast does not move the window', async () => {
  const b = await bench(contacts(5), { skewMs: 600_000 });
  const { syncedThrough } = await b.read('Contact');
  expect(Date.parse(syncedThrough!)).toBeLessThanOrEqual(b.org.clock.now() - 299_000);
});

test.each([
  ['null', null],
  ['an empty text', { settledTo: '', window: null }],
  ['epoch 0', { settledTo: '1970-01-01T00:00:00.000Z', window: null }],
  ['nonsense', { after: 7 }],
])('B15 a cursor of %s means everything', async (_, cursor) => {
  const b = await bench(contacts(30));
  const result = await b.read('Contact', { mode: 'INCREMENTAL', cursor: cursor as never });
  expect(result.delivered).toBe(30);
});

test('B16 the same page for ever ends with an error', async () => {
  const b = await bench(contacts(5000));
  const records = [...b.org.live('Contact')].slice(0, 3);
  const nextRecordsUrl = '/services/data/v67.0/query/0r8AAAA-2000';
  const same = { totalSize: 9, done: false, nextRecordsUrl, records };
  b.org.server.fail({ route: QUERY, effect: { reply: { status: 200, body: same } }, calls: () => true });
  await expect(b.read('Contact')).rejects.toThrow(/cursor did not advance/);
});

test('B17 an object the org lacks fails its own stream only', async () => {
  const b = await bench(contacts(3), { without: ['EmailMessage', 'Survey'] });
  await expect(b.read('EmailMessage')).rejects.toThrow(Fatal);
  await expect(b.read('Survey')).resolves.toMatchObject({ delivered: 0 });
  await expect(b.read('Contact')).resolves.toMatchObject({ delivered: 3 });
  expect(b.host.logs).toContainEqual(expect.objectContaining({ level: 'warn', detail: { object: 'Survey' } }));
});

test('a survey object that appears later is read from the beginning', async () => {
  const surveys = worldOf({ Survey: rows('0Kd', 2, n => ({ Name: `Survey ${n}` })) });
  const without = await bench(surveys, { without: ['Survey'] });
  const { cursor } = await without.read('Survey');
  const b = await bench(surveys);
  const later = await b.read('Survey', { mode: 'INCREMENTAL', cursor });
  expect(later.delivered).toBe(2);
});

test('the source is asked for no field it does not describe, and for all custom ones', async () => {
  const customFields = { Contact: [{ name: 'Tier__c', label: 'Tier', type: 'picklist' as const }] };
  const world = worldOf({ Contact: rows('003', 3, n => ({ ...contact(n), Tier__c: 'Gold' })) }, { customFields });
  const b = await bench(world);
  await b.read('Contact');
  for (const payload of b.store.live('Contact').values()) {
    expect(payload).toMatchObject({ Tier__c: 'Gold', IsDeleted: false });
    expect(payload).not.toHaveProperty('MailingAddress');
    expect(payload).not.toHaveProperty('attributes');
  }
  expect(START).toBeLessThan(b.org.clock.now());
});
