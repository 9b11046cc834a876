// Bulk 2.0 jobs: pages of CSV, hostile cells, jobs that fail, and the way back to REST.
import { expect, test } from 'vitest';
import { Fatal, Retry } from '../../../connectors/errors.ts';
import { bench } from './org.ts';
import { contact, contacts, idOf, rows, worldOf } from './world.ts';

const config = { bulkAbove: 1000 };
const RESULTS = /GET .*\/results$/;
const calls = (b: Awaited<ReturnType<typeof bench>>, pattern: RegExp) =>
  b.org.server.log.filter(entry => pattern.test(`${entry.method} ${entry.path}`)).length;

test('S8 a result of three pages comes whole, its headers dropped, its job deleted', async () => {
  const b = await bench(contacts(2500), { config });
  b.org.bulk.maxRows = 1000;
  const result = await b.read('Contact');
  expect(result).toMatchObject({ delivered: 2500, expected: 2500 });
  b.expectComplete('Contact');
  expect(calls(b, RESULTS)).toBe(3);
  expect(b.org.bulkJobs()).toEqual([]);
});

test('a small read makes no job', async () => {
  const b = await bench(contacts(1000), { config });
  await b.read('Contact');
  expect(calls(b, /jobs/)).toBe(0);
});

test('S8 a missing locator header ends with an error', async () => {
  const b = await bench(contacts(2500), { config });
  b.org.bulk.hideLocator = true;
  await expect(b.read('Contact')).rejects.toThrow(Fatal);
  expect(b.org.bulkJobs()).toEqual([]);
});

test('S8 results that end early are never taken for all', async () => {
  const b = await bench(contacts(1200), { config });
  const headers = { 'content-type': 'text/csv', 'sforce-locator': 'null' };
  const body = '"Id","SystemModstamp"\n"0035g00000000000AA","2026-03-01T08:00:00.000Z"\n';
  b.org.server.fail({ route: RESULTS, effect: { reply: { status: 200, headers, body } }, calls: () => true });
  await expect(b.read('Contact')).rejects.toThrow(Retry);
});

const hostile = [
  'two\nlines\r\nand more',
  'say "hello", twice: ""',
  'semi;colon|pipe^caret\ttab',
  '\uFEFFmark',
  'nul\u0000byte',
  'NA',
  '007',
  'null',
  'true',
  '2026-03-01T08:00:00.000Z',
  ' spaces ',
  "it's; '' OR 1=1",
  '😀 ünïcode \\ backslash',
];

test('S9 values are byte-true and the same by Bulk as by REST', async () => {
  const customFields = {
    Contact: [
      { name: 'Note__c', label: 'Note', type: 'string' as const },
      { name: 'Score__c', label: 'Score', type: 'double' as const },
      { name: 'Optin__c', label: 'Opt-in', type: 'boolean' as const },
      { name: 'Seen__c', label: 'Seen', type: 'datetime' as const },
    ],
  };
  const people = rows('003', 1300, n => ({
    ...contact(n),
    Note__c: n % 7 === 0 ? null : hostile[n % hostile.length]!,
    Score__c: n % 5 === 0 ? null : n / 8,
    Optin__c: n % 2 === 0,
    Seen__c: n % 3 === 0 ? null : '2026-02-03T04:05:06Z',
  }));
  const world = worldOf({ Contact: people }, { customFields });
  const [bulk, rest] = [await bench(world, { config }), await bench(world)];
  await bulk.read('Contact');
  await rest.read('Contact');
  expect(calls(bulk, RESULTS)).toBe(1);
  expect(bulk.store.live('Contact')).toEqual(rest.store.live('Contact'));
  bulk.expectComplete('Contact');
});

test('a parent that is missing is null by Bulk as by REST', async () => {
  const world = worldOf({
    Campaign: rows('701', 1, () => ({ Name: 'Spring', Type: 'Email' })),
    CampaignMember: rows('00v', 1100, n => ({ CampaignId: n % 2 ? idOf('701', 0) : null, HasResponded: true })),
  });
  const [bulk, rest] = [await bench(world, { config }), await bench(world)];
  await bulk.read('CampaignMember');
  await rest.read('CampaignMember');
  expect(bulk.store.live('CampaignMember')).toEqual(rest.store.live('CampaignMember'));
  expect(rest.store.live('CampaignMember').get(idOf('00v', 1))).toMatchObject({ Campaign: { Name: 'Spring' } });
});

test('S10 a failed job is sent again for a shorter time, then the rest follows', async () => {
  const b = await bench(contacts(1500), { config });
  b.org.bulk.failNext = 1;
  await b.read('Contact');
  b.expectComplete('Contact');
  expect(b.org.bulkJobs()).toEqual([]);
});

test('S10 two failures in a row are visible, and leave no job', async () => {
  const b = await bench(contacts(1500), { config });
  b.org.bulk.failNext = 9;
  await expect(b.read('Contact')).rejects.toThrow(/InternalServerError/);
  expect(b.org.bulkJobs()).toEqual([]);
});

test('S10 a job that never ends is given up after an hour', async () => {
  const b = await bench(contacts(1500), { config });
  b.org.bulk.pollsNeeded = Number.POSITIVE_INFINITY;
  await expect(b.read('Contact')).rejects.toThrow(/still InProgress/);
  expect(b.org.bulkJobs()).toEqual([]);
});

test('S10 results lost on the way are asked for by a new job', async () => {
  const b = await bench(contacts(2500), { config });
  b.org.bulk.maxRows = 500;
  await b.read('Contact', {
    onPage: (_, n) => {
      if (n === 2) b.org.forgetBulkJobs();
    },
  });
  b.expectComplete('Contact');
});

test('S11 an object that Bulk refuses is read by REST', async () => {
  const b = await bench(contacts(1500), { config });
  b.org.bulk.refused.add('Contact');
  await b.read('Contact');
  b.expectComplete('Contact');
  expect(calls(b, RESULTS)).toBe(0);
});

test('a run that stops between result pages goes on with the same job', async () => {
  const b = await bench(contacts(3000), { config });
  b.org.bulk.maxRows = 1000;
  const crash = new Error('crash');
  let cursor = null;
  const first = b.read('Contact', {
    onPage: (page, n) => {
      cursor = page.cursor as never;
      if (n === 2) throw crash;
    },
  });
  await expect(first).rejects.toBe(crash);
  const rest = await b.read('Contact', { mode: 'FULL', cursor, sweep: false });
  expect(rest.delivered).toBe(2000);
  b.expectComplete('Contact');
  expect(calls(b, /POST .*\/jobs\/query$/)).toBe(1);
  expect(b.org.bulkJobs()).toEqual([]);
});

test('S20 a field hidden between describe and job is left out', async () => {
  const b = await bench(contacts(1500), { config });
  const body = [{ message: "No such column 'Email' on entity 'Contact'.", errorCode: 'INVALID_FIELD' }];
  b.org.server.fail({ route: /POST .*jobs/, effect: { reply: { status: 400, body } } });
  await b.read('Contact');
  expect(b.store.live('Contact').size).toBe(1500);
  expect([...b.store.live('Contact').values()].some(row => 'Email' in row)).toBe(false);
});
