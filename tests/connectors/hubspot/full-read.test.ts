// Full reads: everything arrives, whatever shape the pages have and whatever happens meanwhile.
import { afterEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../connectors/contract.ts';
import { difference, HOUR, MINUTE, NOW, rows, type Setting, setting } from './world.ts';

let s: Setting;
afterEach(() => s.fake.close());

const contacts = (n: number) => rows(n, i => ({ email: `p${i}@example.com`, firstname: `Name ${i}` }));

describe('full read', () => {
  it('gives every record once, with its expected number', async () => {
    s = await setting({ objects: { contacts: contacts(450) } });
    const result = await s.read('contacts');
    expect(difference(s, 'contacts', 'contact', ['email', 'firstname'])).toEqual([]);
    expect(result).toMatchObject({ delivered: 450, deletions: 0, expected: 450 });
    expect(result.cursor).toMatchObject({ phase: 'changes', settledTo: NOW - MINUTE });
  });

  it('reads a million rows without holding them', async () => {
    const base = { length: 1_000_000, modifiedInOrder: true };
    const at = (i: number) => ({
      id: String(i + 1),
      createdAt: NOW - HOUR * 1000,
      modifiedAt: NOW - 2_000_000_000 + i,
      fields: {},
    });
    const world = { ...base, at, positionOf: (id: string) => (Number(id) <= base.length ? Number(id) - 1 : undefined) };
    s = await setting({ objects: { contacts: world } });
    s.fake.portal.update('contacts', '500000', { email: 'a@b.example' });
    let pages = 0;
    const stop = new Error('enough');
    const reading = s.read('contacts', {
      onPage: () => {
        if (++pages === 5) throw stop;
      },
    });
    await expect(reading).rejects.toBe(stop);
    expect(s.store.live('contact').size).toBe(500);
  });

  it('H13: goes on after an empty page that names a next one', async () => {
    s = await setting({ objects: { contacts: contacts(300) } }, { shortPages: true });
    await s.read('contacts');
    expect(difference(s, 'contacts', 'contact', ['email'])).toEqual([]);
    expect(s.requests(/GET .*contacts$/)).toBeGreaterThan(10);
  });

  it('B16: fails when the list does not advance', async () => {
    s = await setting({ objects: { contacts: contacts(300) } }, { pageLoops: true });
    await expect(s.read('contacts')).rejects.toThrow('cursor did not advance');
  });

  it('H8, H9: finds what changed or came with a low id while the list was read', async () => {
    s = await setting({ objects: { contacts: contacts(500) } });
    await s.read('contacts', {
      onPage: (_, n) => {
        s.clock.advance(HOUR);
        if (n === 3) {
          s.fake.portal.update('contacts', '5', { email: 'changed@example.com' });
          s.fake.portal.create('contacts', { email: 'low@example.com' }, { id: '7000' });
          s.fake.portal.archive('contacts', '6');
        }
        if (n === 4) s.fake.portal.create('contacts', { email: 'zero@example.com' }, { id: '0' });
      },
    });
    expect(difference(s, 'contacts', 'contact', ['email'])).toEqual([]);
  });

  it('B1: resumes behind the last page that was kept', async () => {
    s = await setting({ objects: { contacts: contacts(500) } });
    let cursor: JsonObject | null = null;
    const crash = new Error('crash');
    const reading = s.read('contacts', {
      onPage: (page, n) => {
        cursor = page.cursor;
        if (n === 3) throw crash;
      },
    });
    await expect(reading).rejects.toBe(crash);
    const rest = await s.read('contacts', { cursor, mode: 'FULL' });
    expect(rest.delivered).toBe(200);
    expect(difference(s, 'contacts', 'contact', ['email'])).toEqual([]);
  });

  it.each<JsonObject | null>([
    null,
    {},
    { phase: 'changes', settledTo: 0, archivedSince: 0, schema: '' },
    { phase: '' },
  ])('B15: reads everything for the cursor %j', async cursor => {
    s = await setting({ objects: { contacts: contacts(120) } });
    await s.read('contacts', { mode: 'INCREMENTAL', cursor });
    expect(s.store.live('contact').size).toBe(120);
  });

  it('H21: posts batches when 900 properties would make the address too long', async () => {
    const names = Array.from({ length: 900 }, (_, i) => `custom_property_${i}`);
    const properties = { contacts: names.map(name => ({ name, label: name, type: 'string' as const })) };
    s = await setting({ properties, objects: { contacts: rows(150, i => ({ custom_property_899: `v${i}` })) } });
    await s.read('contacts');
    expect(difference(s, 'contacts', 'contact', ['custom_property_899'])).toEqual([]);
    expect(Math.max(...s.fake.server.log.map(entry => entry.urlBytes))).toBeLessThan(8192);
  });

  it('B12: reads all again when a property was added', async () => {
    s = await setting({ objects: { contacts: rows(150, i => ({ plan: `p${i}` })) } });
    const first = await s.read('contacts');
    expect(s.store.live('contact').get('1')?.properties).not.toHaveProperty('plan');
    s.fake.portal.properties.set('contacts', [{ name: 'plan', label: 'Plan', type: 'string' }]);
    await s.read('contacts', { mode: 'INCREMENTAL', cursor: first.cursor });
    expect(difference(s, 'contacts', 'contact', ['plan'])).toEqual([]);
  });

  it('tells the fates of what it did not show', async () => {
    s = await setting({ objects: { meetings: rows(5), contacts: contacts(6) } });
    const meetings = await s.read('meetings');
    await s.read('contacts');
    s.fake.portal.archive('meetings', '2');
    s.fake.portal.erase('meetings', '3');
    const one = s.fake.portal.merge('contacts', '1', '2');
    const two = s.fake.portal.merge('contacts', one, '3');
    s.clock.advance(2 * HOUR);
    await s.read('meetings', { mode: 'INCREMENTAL', cursor: meetings.cursor });
    expect(s.store.live('meeting').size, 'H15: an incremental read cannot see it, and does not fail').toBe(5);
    await s.read('meetings');
    await s.read('contacts');
    expect([...s.store.live('meeting').keys()]).toEqual(['1', '4', '5']);
    expect(s.store.get('meeting', '2')?.deletedAt).toBe(new Date(NOW).toISOString());
    expect(s.store.get('contact', '1')).toMatchObject({ mergedInto: two });
    expect(s.store.get('contact', '3')).toMatchObject({ mergedInto: two });
    expect(difference(s, 'contacts', 'contact', ['email'])).toEqual([]);
  });

  it('H16: a survivor names its losers even where their ids lead nowhere', async () => {
    s = await setting({ objects: { contacts: contacts(6) } }, { aliasOnBatchRead: 'omit' });
    await s.read('contacts');
    s.clock.advance(MINUTE);
    const survivor = s.fake.portal.merge('contacts', '1', '2');
    await s.read('contacts');
    expect(s.store.get('contact', '1')).toMatchObject({ mergedInto: survivor });
    expect(s.store.get('contact', '2')).toMatchObject({ mergedInto: survivor });
  });
});
