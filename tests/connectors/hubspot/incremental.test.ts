// Incremental reads: a stale index, live rows, crowded moments, removals, merges.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rowsOf } from '../../../connectors/kit/fake-rows.ts';
import { difference, HOUR, MINUTE, NOW, rows, type Setting, setting } from './world.ts';

let s: Setting;
afterEach(() => s.fake.close());

const contacts = (n: number) => rows(n, i => ({ email: `p${i}@example.com` }));
const same = () => difference(s, 'contacts', 'contact', ['email']);

/** A full read, then a pause, so that what follows is incremental. */
async function synced(...args: Parameters<typeof setting>) {
  s = await setting(...args);
  let { cursor } = await s.read('contacts');
  s.clock.advance(3 * HOUR);
  return async (config: Record<string, unknown> = {}, onPage?: () => void) => {
    const result = await s.read('contacts', { mode: 'INCREMENTAL', cursor, config, ...(onPage ? { onPage } : {}) });
    cursor = result.cursor;
    return result;
  };
}

describe('incremental read', () => {
  it('of an unchanged world costs four requests and delivers nothing', async () => {
    const next = await synced({ objects: { contacts: contacts(1000) } });
    await next();
    const before = s.fake.server.log.length;
    const result = await next();
    expect(result).toMatchObject({ delivered: 0, deletions: 0 });
    expect(result.syncedThrough).toBe(new Date(s.clock.now() - HOUR).toISOString());
    // Properties, the server's time, one search, one page of the bin.
    expect(s.fake.server.log.length - before).toBeLessThanOrEqual(4);
  });

  it.each([30_000, 20 * MINUTE])('H1: finds a row that the index shows after %i ms', async lag => {
    const next = await synced({ objects: { contacts: contacts(10) } }, { indexLagMs: lag });
    s.fake.portal.update('contacts', '3', { email: 'late@example.com' });
    await next();
    expect(same()).toEqual(['3 has another email']);
    s.clock.advance(lag);
    await next();
    expect(same()).toEqual([]);
  });

  it('H2, H4: rows that move on while pages are read hide no others', async () => {
    let lag = 0;
    const next = await synced({ objects: { contacts: contacts(1200) } }, { indexLagMs: () => lag });
    for (let i = 1; i <= 450; i++)
      s.fake.portal.update('contacts', String(i), { email: `new${i}@example.com` }, { at: NOW + i * 1000 });
    s.clock.advance(2 * MINUTE);
    // The index knows the first writes only; the rows themselves show later ones.
    lag = 40 * MINUTE;
    for (const i of [100, 150, 199, 200, 201, 399, 400])
      s.fake.portal.update('contacts', String(i), { email: `again${i}@example.com` });
    let page = 0;
    s.fake.server.log.length = 0;
    const cursor = { phase: 'changes', settledTo: NOW - MINUTE, archivedSince: NOW - MINUTE, schema: '' };
    const { cursor: full } = await s.read('contacts', {
      mode: 'FULL',
      cursor: { ...cursor, pass: { low: NOW - MINUTE, settled: s.clock.now() - HOUR, to: s.clock.now() } },
      onPage: () => {
        if (++page === 1) s.fake.portal.update('contacts', '300', { email: 'slid@example.com' });
      },
    });
    expect(same().filter(wrong => !wrong.startsWith('300 '))).toEqual([]);
    s.clock.advance(HOUR);
    await s.read('contacts', { mode: 'INCREMENTAL', cursor: full });
    await next();
    expect(same()).toEqual([]);
  });

  it('H2: more outliers than a page holds do not stop the keyset', async () => {
    let lag = 0;
    const next = await synced({ objects: { contacts: contacts(2000) } }, { indexLagMs: () => lag });
    for (let i = 1; i <= 900; i++)
      s.fake.portal.update('contacts', String(i), { email: `one${i}@example.com` }, { at: NOW + HOUR + i * 1000 });
    lag = 50 * MINUTE;
    for (let i = 100; i <= 700; i++) s.fake.portal.update('contacts', String(i), { email: `two${i}@example.com` });
    await next();
    expect(same()).toEqual([]);
  });

  it.each([199, 200, 201])('H2: a late row at place %i of the fresh pass hides none behind it', async place => {
    let lag = 0;
    const next = await synced({ objects: { contacts: contacts(700) } }, { indexLagMs: () => lag });
    const start = s.clock.now();
    for (let i = 1; i <= 450; i++)
      s.fake.portal.update('contacts', String(i), { email: `f${i}@example.com` }, { at: start + i * 1000 });
    s.clock.advance(20 * MINUTE);
    lag = 40 * MINUTE;
    s.fake.portal.update('contacts', String(place), { email: 'late@example.com' });
    s.clock.advance(5 * MINUTE);
    await next();
    expect(same()).toEqual([]);
  });

  it('H4, H6: a row that leaves a crowded moment pulls none over the page edge unseen', async () => {
    const next = await synced({ objects: { contacts: contacts(450) } }, { indexLagMs: 0 });
    for (let i = 1; i <= 450; i++)
      s.fake.portal.update('contacts', String(i), { email: `c${i}@example.com` }, { at: NOW + HOUR });
    let left = 0;
    await next({}, () => {
      if (left < 4) s.fake.portal.update('contacts', String(++left), { email: `left${left}@example.com` });
    });
    expect(left).toBe(4);
    s.clock.advance(MINUTE);
    await next();
    expect(same()).toEqual([]);
  });

  it('H3: ends when the index counts a row that is in the bin', async () => {
    const next = await synced({ objects: { contacts: contacts(10) } }, { indexLagMs: 30 * MINUTE });
    s.fake.portal.update('contacts', '4', { email: 'x@example.com' });
    s.clock.advance(31 * MINUTE);
    s.fake.portal.archive('contacts', '4');
    const result = await next();
    expect(result).toMatchObject({ delivered: 0, deletions: 1 });
    expect(same()).toEqual([]);
  });

  it('H5: reads 25,000 changed rows and never asks beyond the wall', async () => {
    const next = await synced({
      objects: { contacts: rows(25_000, () => ({ email: 'a@b.example' }), NOW - 48 * HOUR) },
    });
    for (let i = 1; i <= 25_000; i++)
      s.fake.portal.update('contacts', String(i), { email: `n${i}@b.example` }, { at: NOW + i * 50 });
    s.clock.advance(HOUR);
    const result = await next();
    expect(result.changed).toBe(25_000);
    expect(same()).toEqual([]);
    expect(s.fake.server.log.every(entry => entry.status < 400)).toBe(true);
  });

  it.each(['numeric', 'text'] as const)(
    'H6, H12: reads 12,000 rows of one millisecond, ids in %s order',
    async idSort => {
      const next = await synced({ objects: {} }, { idSort });
      for (let i = 1; i <= 12_000; i++)
        s.fake.portal.create('contacts', { email: `n${i}@b.example` }, { id: String(95 + i), at: NOW + HOUR });
      const result = await next();
      expect(result.delivered).toBe(12_000);
      expect(same()).toEqual([]);
    },
  );

  it('H6: reads 12,000 rows of one millisecond that were created at different times', async () => {
    const next = await synced({ objects: { contacts: rows(12_000, () => ({ email: 'a@b.example' })) } });
    for (let i = 1; i <= 12_000; i++)
      s.fake.portal.update('contacts', String(i), { email: `n${i}@b.example` }, { at: NOW + HOUR });
    const result = await next();
    expect(result.changed).toBe(12_000);
    expect(same()).toEqual([]);
  });

  it('H7: reads a row that comes later with exactly the checkpoint’s time', async () => {
    const next = await synced({ objects: { contacts: contacts(10) } });
    const { cursor } = await next();
    const at = cursor.settledTo as number;
    s.fake.portal.create('contacts', { email: 'exact@example.com' }, { id: '77', at });
    s.clock.advance(MINUTE);
    await next();
    expect(same()).toEqual([]);
  });

  it('H11: orders times with and without a fraction by time', async () => {
    const next = await synced({ objects: { contacts: contacts(500) } });
    const second = NOW + HOUR;
    for (let i = 1; i <= 450; i++)
      s.fake.portal.update('contacts', String(i), { email: `f${i}@example.com` }, { at: second + (i % 3) * 120 });
    const result = await next();
    expect(result.changed).toBe(450);
    expect(same()).toEqual([]);
  });

  it('B5: a local clock ten minutes wrong changes no bound', async () => {
    for (const skewMs of [-10 * MINUTE, 10 * MINUTE]) {
      const next = await synced({ objects: { contacts: contacts(10) } }, { skewMs });
      s.fake.portal.update('contacts', '3', { email: `s${skewMs}@example.com` });
      s.clock.advance(MINUTE);
      const result = await next();
      expect(same()).toEqual([]);
      expect(result.syncedThrough).toBe(new Date(s.clock.now() - HOUR).toISOString());
      if (skewMs < 0) await s.fake.close();
    }
  });

  it('resumes a pass that was interrupted', async () => {
    await synced({ objects: { contacts: contacts(1500) } });
    const done = { phase: 'changes', settledTo: NOW - MINUTE, archivedSince: NOW - MINUTE };
    for (let i = 1; i <= 1500; i++)
      s.fake.portal.update('contacts', String(i), { email: `r${i}@example.com` }, { at: NOW + i * 1000 });
    s.clock.advance(2 * MINUTE);
    const schema = (await s.read('contacts', { sweep: false })).cursor.schema!;
    s.store.beginRun();
    let cursor = { ...done, schema } as Record<string, string | number>;
    const crash = new Error('crash');
    const stop = (page: { cursor: object }, n: number) => {
      cursor = page.cursor as typeof cursor;
      if (n === 3) throw crash;
    };
    await expect(s.read('contacts', { mode: 'INCREMENTAL', cursor, onPage: stop })).rejects.toBe(crash);
    const before = s.requests(/search$/);
    await s.read('contacts', { mode: 'INCREMENTAL', cursor });
    expect(s.requests(/search$/) - before).toBeLessThan(8);
    expect(same()).toEqual([]);
  });

  it('B16: fails when searches give the same page for ever', async () => {
    const next = await synced({ objects: { contacts: contacts(10) } });
    for (let i = 1; i <= 10; i++) s.fake.portal.update('contacts', String(i), { email: `b${i}@example.com` });
    s.clock.advance(MINUTE);
    (s.fake.portal.switches as { pageLoops?: boolean }).pageLoops = true;
    await expect(next()).rejects.toThrow('cursor did not advance');
  });
});

describe('removals and merges', () => {
  let next: Awaited<ReturnType<typeof synced>>;
  beforeEach(async () => {
    next = await synced({ objects: { contacts: contacts(10), meetings: rowsOf([]) } });
  });

  it('H14: leaves a tombstone of an archived record and revives a restored one', async () => {
    s.fake.portal.archive('contacts', '4');
    s.clock.advance(MINUTE);
    await next();
    expect(s.store.get('contact', '4')?.deletedAt).toBe(new Date(s.clock.now() - MINUTE).toISOString());
    s.fake.portal.restore('contacts', '4');
    s.clock.advance(MINUTE);
    await next();
    expect(s.store.get('contact', '4')?.deletedAt).toBeNull();
    expect(same()).toEqual([]);
  });

  it('H16: points losers at the survivor, through chains', async () => {
    const c = s.fake.portal.merge('contacts', '1', '2');
    s.clock.advance(MINUTE);
    await next();
    expect(s.store.get('contact', '1')).toMatchObject({ mergedInto: c });
    expect(s.store.get('contact', '2')).toMatchObject({ mergedInto: c });
    const e = s.fake.portal.merge('contacts', c, '3');
    s.clock.advance(MINUTE);
    await next();
    expect(s.store.get('contact', c)).toMatchObject({ mergedInto: e });
    expect(same()).toEqual([]);
  });

  it.each(['alias', 'omit'] as const)(
    'H17: classifies what was merged or removed between search and read (%s)',
    async mode => {
      (s.fake.portal.switches as { aliasOnBatchRead?: string }).aliasOnBatchRead = mode;
      for (const id of ['1', '2', '3', '4', '5']) s.fake.portal.update('contacts', id, { email: `h${id}@example.com` });
      s.clock.advance(MINUTE);
      let survivor = '';
      s.store.differing = new Proxy(s.store.differing, {
        apply: (differing, store, args: Parameters<typeof s.store.differing>) => {
          if (survivor === '') {
            survivor = s.fake.portal.merge('contacts', '1', '2');
            s.fake.portal.archive('contacts', '3');
            s.fake.portal.erase('contacts', '4');
          }
          return differing.apply(store, args);
        },
      });
      await next();
      if (mode === 'alias') expect(s.store.get('contact', '1')).toMatchObject({ mergedInto: survivor });
      for (const id of ['1', '2', '3', '4']) expect(s.store.get('contact', id)?.deletedAt).not.toBeNull();
      s.clock.advance(MINUTE);
      await next();
      expect(s.store.get('contact', '1')).toMatchObject({ mergedInto: survivor });
      expect(same()).toEqual([]);
    },
  );

  it('H10: contacts and other objects have different names for their cursor', async () => {
    const first = await s.read('tickets');
    s.fake.portal.create('tickets', { subject: 'broken' }, { id: '5' });
    s.clock.advance(MINUTE);
    await s.read('tickets', { mode: 'INCREMENTAL', cursor: first.cursor });
    expect(difference(s, 'tickets', 'ticket', ['subject'])).toEqual([]);
  });

  it('compares lists where the search does not serve an object', async () => {
    (s.fake.portal.switches as { unsearchable?: string[] }).unsearchable = ['communications'];
    s.fake.portal.create('communications', { hs_communication_body: 'a' }, { id: '5' });
    const first = await s.read('communications');
    s.clock.advance(MINUTE);
    s.fake.portal.update('communications', '5', { hs_communication_body: 'b' });
    s.fake.portal.create('communications', { hs_communication_body: 'c' }, { id: '6' });
    const second = await s.read('communications', { mode: 'INCREMENTAL', cursor: first.cursor });
    expect(second.delivered).toBe(2);
    expect(difference(s, 'communications', 'communication', ['hs_communication_body'])).toEqual([]);
  });
});
