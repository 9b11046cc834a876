// Sample read over its fake: everything arrives, then only what changed, and nothing broken is taken for data.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Fatal, Reauthorize, Retry } from '../../../../../connectors/errors.ts';
import { FakeClock, type FaultEffect } from '../../../../../connectors/kit/fake-server.ts';
import { type SampleFake, startSampleFake } from '../../../../../connectors/kit/new/sample/fake/index.ts';
import { connector } from '../../../../../connectors/kit/new/sample/index.ts';
import { type ReadOptions, readAll, testHost } from '../../../../support/connectors/host.ts';
import { Store } from '../../../../support/connectors/store.ts';

const NOW = Date.UTC(2026, 4, 20, 12);
const HOUR = 3_600_000;

let fake: SampleFake;
let store: Store;
beforeEach(async () => {
  const clock = new FakeClock();
  clock.freeze(NOW);
  const rows = Array.from({ length: 130 }, (_, n) => {
    const at = NOW - (n + 1) * HOUR;
    return { id: `c${n}`, createdAt: at, modifiedAt: at, fields: { email: `person${n}@example.org` } };
  });
  fake = await startSampleFake({ rows: { customers: rows }, clock });
  store = new Store();
});
afterEach(() => fake.close());

const read = (options: Partial<ReadOptions> = {}) => {
  const config = connector.config.parse({ ...fake.config, callsPerSecond: 1000, timeoutSeconds: 1 });
  return readAll(connector, config, 'customers', { store, host: testHost({ clock: fake.clock }), ...options });
};

it('a full read brings every record, page by page', async () => {
  const result = await read();
  expect(result).toMatchObject({ pages: 3, delivered: 130, expected: 130 });
  expect([...store.live('customers').keys()].sort()).toEqual(
    fake
      .live('customers')
      .map(row => row.id)
      .sort(),
  );
});

it('an incremental read brings what changed since, and what was removed', async () => {
  const { cursor } = await read();
  fake.clock.advance(HOUR);
  fake.put('customers', 'c3', { email: 'new@example.org' });
  fake.put('customers', 'c900', { email: 'newcomer@example.org' });
  fake.remove('customers', 'c4');
  expect(await read({ mode: 'INCREMENTAL', cursor })).toMatchObject({ delivered: 2, deletions: 1 });
  expect(store.live('customers').get('c3')).toMatchObject({ email: 'new@example.org' });
  expect(store.live('customers').has('c4')).toBe(false);
});

it('a change that is dated back a little is not lost', async () => {
  const { cursor } = await read();
  fake.clock.freeze(NOW - 2 * 60_000);
  fake.put('customers', 'c5', { email: 'late@example.org' });
  fake.clock.freeze(NOW + HOUR);
  expect(await read({ mode: 'INCREMENTAL', cursor })).toMatchObject({ delivered: 1 });
});

const BROKEN: Record<string, FaultEffect> = {
  'a cut body': { cutAfter: 40 },
  'HTML with 200': { reply: { status: 200, headers: { 'content-type': 'text/html' }, body: '<html></html>' } },
  'an empty object': { reply: { status: 200, body: {} } },
  'a refused redirect': { reply: { status: 302, headers: { location: 'http://elsewhere.example/' } } },
  'an error of the server': { reply: { status: 503, body: 'down' } },
  'a dropped connection': { reset: true },
};

it.each(Object.entries(BROKEN))('%s is tried again, and is never the end of the list', async (_, effect) => {
  fake.server.fail({ route: /customers/, effect, calls: n => n === 2 });
  expect(await read()).toMatchObject({ delivered: 130 });
  fake.server.heal();
  fake.server.fail({ route: /customers/, effect, calls: () => true });
  await expect(read()).rejects.toThrow(Retry);
});

it('waits as long as it is asked to', async () => {
  const reply = { status: 429, headers: { 'retry-after': '7' }, body: {} };
  fake.server.fail({ route: /customers/, effect: { reply } });
  const host = testHost({ clock: fake.clock });
  await read({ host });
  expect(host.sleeps).toContain(7000);
});

it('a refused token asks for a new one', async () => {
  fake.refuseToken();
  await expect(read()).rejects.toThrow(Reauthorize);
});

it('a source that gives the same page for ever is left', async () => {
  const body = { data: [], next: 'here', total: 1 };
  fake.server.fail({ route: /customers/, effect: { reply: { status: 200, body } }, calls: () => true });
  await expect(read()).rejects.toThrow(Fatal);
});
