// What goes wrong on the wire is tried again, parked or told apart, and never read as "no more rows".
import { expect, test } from 'vitest';
import { Reauthorize, Retry } from '../../../connectors/errors.ts';
import type { FaultEffect } from '../../../connectors/kit/fake-server.ts';
import { bench } from './org.ts';
import { contact, contacts, rows, worldOf } from './world.ts';

const DATA = /GET \/services\/data\//;
const html = { 'content-type': 'text/html' };
const json = { 'content-type': 'application/json;charset=UTF-8' };

const FAULTS: [string, FaultEffect][] = [
  ['never answers', { hang: true }],
  ['stalls in the body', { stallAfter: 300 }],
  ['cuts the body', { cutAfter: 300 }],
  ['resets', { reset: true }],
  ['sends half a JSON', { reply: { status: 200, headers: json, body: '{"totalSize":3,"done":tr' } }],
  ['sends HTML with 200', { reply: { status: 200, headers: html, body: '<html>login</html>' } }],
  ['sends {}', { reply: { status: 200, body: {} } }],
  ['sends nothing', { reply: { status: 200, headers: json, body: '' } }],
  [
    'is unavailable',
    { reply: { status: 503, body: [{ message: 'Server unavailable', errorCode: 'SERVER_UNAVAILABLE' }] } },
  ],
  ['is in maintenance', { reply: { status: 503, headers: html, body: '<html>maintenance</html>' } }],
  ['is busy at the edge', { reply: { status: 420, body: '' } }],
];

test.each(FAULTS)('B9 a server that %s now and then loses nothing', async (_, effect) => {
  const b = await bench(contacts(900), { config: { timeoutSeconds: 0.3 } });
  b.org.switches.maxRows = 300;
  b.org.server.fail({ route: DATA, effect, calls: n => n % 3 === 2 });
  await b.read('Contact');
  b.expectComplete('Contact');
  expect(b.host.sleeps.length).toBeGreaterThan(0);
});

test.each(FAULTS)('B9 a server that %s for ever parks the stream', async (_, effect) => {
  const b = await bench(contacts(5), { config: { timeoutSeconds: 0.05 } });
  b.org.server.fail({ route: /GET .*queryAll/, effect, calls: () => true });
  await expect(b.read('Contact')).rejects.toThrow(Retry);
});

test('B10 the token does not follow a redirect to another host', async () => {
  const b = await bench(contacts(5));
  const other = await bench(contacts(5));
  const location = `${other.org.url}/services/data/v67.0/query`;
  b.org.server.fail({ route: DATA, effect: { reply: { status: 302, headers: { location } } }, calls: () => true });
  await expect(b.read('Contact')).rejects.toThrow(/redirect/);
  expect(other.org.server.log).toHaveLength(0);
});

test('S21 the daily quota parks for an hour without another call', async () => {
  const b = await bench(contacts(5));
  b.org.switches.dailyLimit = 0;
  const error = await b.read('Contact').catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Retry);
  expect((error as Retry).afterMs).toBe(3_600_000);
  expect(b.org.server.log).toHaveLength(2);
});

test('S21 too many calls at once are tried again in seconds', async () => {
  const b = await bench(contacts(5));
  const body = [{ message: 'ConcurrentPerOrgLongTxn Limit exceeded.', errorCode: 'REQUEST_LIMIT_EXCEEDED' }];
  b.org.server.fail({ route: DATA, effect: { reply: { status: 403, body } }, calls: n => n < 3 });
  await b.read('Contact');
  b.expectComplete('Contact');
  expect(b.host.sleeps).toEqual([5000, 5000]);
});

test('S21 the agreed share of the quota is left to others', async () => {
  const b = await bench(contacts(6000));
  b.org.switches.maxRows = 200;
  b.org.switches.dailyLimit = 20;
  await expect(b.read('Contact')).rejects.toThrow(Retry);
  expect(b.org.switches.used).toBe(16);
  expect(b.host.limits.at(-1)).toEqual({ limit: 20, remaining: 4, resetsAt: null });
});

test('an org without the REST API asks for a person', async () => {
  const b = await bench(contacts(5));
  const body = [{ message: 'The REST API is not enabled for this Organization.', errorCode: 'API_DISABLED_FOR_ORG' }];
  b.org.server.fail({ route: DATA, effect: { reply: { status: 403, body } }, calls: () => true });
  await expect(b.read('Contact')).rejects.toThrow(Reauthorize);
});

test('S20 a field hidden while reading is left out, with a warning', async () => {
  const b = await bench(contacts(2500));
  b.org.switches.maxRows = 500;
  await b.read('Contact', {
    onPage: (_, n) => {
      if (n !== 2) return;
      b.org.hideField('Contact', 'Email');
      b.org.expireLocators();
    },
  });
  expect(b.store.live('Contact').size).toBe(2500);
  expect([...b.store.live('Contact').values()].filter(row => 'Email' in row)).toHaveLength(1000);
  const warning = { level: 'warn', detail: { object: 'Contact', fields: ['Email'] } };
  expect(b.host.logs).toContainEqual(expect.objectContaining(warning));
});

test('B12 a custom field that appears is read for old rows, too', async () => {
  const customFields = { Contact: [{ name: 'New__c', label: 'New', type: 'double' as const }] };
  const world = worldOf({ Contact: rows('003', 20, n => ({ ...contact(n), New__c: n })) }, { customFields });
  const b = await bench(world);
  b.org.hideField('Contact', 'New__c');
  await b.read('Contact');
  b.org.showField('Contact', 'New__c');
  expect((await b.read('Contact')).changed).toBe(20);
  b.expectComplete('Contact');
  b.org.hideField('Contact', 'New__c');
  expect((await b.read('Contact')).delivered).toBe(0);
});

test('an aborted run ends at once', async () => {
  const b = await bench(contacts(5));
  b.org.server.fail({ route: DATA, effect: { hang: true } });
  const read = b.read('Contact');
  setTimeout(() => b.host.abort(new Error('stop')), 50);
  await expect(read).rejects.toThrow('stop');
});

test('the requests that were sent are the requests that were told', async () => {
  const b = await bench(contacts(3000));
  await b.read('Contact');
  expect(b.host.requests).toBe(b.org.server.log.length);
});
