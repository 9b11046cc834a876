// Records that go: the bin, merges, purges and their return.
import { expect, test } from 'vitest';
import { connector } from '../../../connectors/salesforce/index.ts';
import { bench } from './org.ts';
import { contact, contacts, idOf, rows, worldOf } from './world.ts';

const [A, B, C] = [idOf('003', 0), idOf('003', 1), idOf('003', 2)];

test('S3 a deleted record is told as deleted, and revived by undelete', async () => {
  const b = await bench(contacts(5));
  await b.read('Contact');
  b.org.delete('Contact', A);
  await b.read('Contact');
  expect(b.store.get('Contact', A)).toMatchObject({ deletedAt: expect.any(String), mergedInto: null });
  b.expectComplete('Contact');
  b.org.clock.advance(2000);
  b.org.undelete('Contact', A);
  await b.read('Contact');
  b.expectComplete('Contact');
  expect(b.store.get('Contact', A)?.deletedAt).toBeNull();
});

test('S3 a record purged before anyone looked is found by the next full read', async () => {
  const b = await bench(contacts(5));
  await b.read('Contact');
  b.org.delete('Contact', A);
  b.org.purge('Contact', A);
  await b.read('Contact');
  expect(b.store.live('Contact').has(A)).toBe(true);
  await b.read('Contact', { mode: 'FULL', cursor: null });
  b.expectComplete('Contact');
});

test('S17 a merge tells where the loser went, and its children follow although their stamps do not move', async () => {
  const cases = rows('500', 1, () => ({ Subject: 'Broken', ContactId: B, Status: 'New' }));
  const b = await bench(worldOf({ Contact: rows('003', 5, contact), Case: cases }));
  await b.read('Contact');
  await b.read('Case');
  b.org.merge('Contact', A, B);
  await b.read('Contact');
  expect(b.store.get('Contact', B)).toMatchObject({ mergedInto: A });
  b.expectComplete('Contact');
  expect((await b.read('Case')).changed).toBe(0);
  await b.read('Case', { mode: 'FULL', cursor: null });
  expect(b.store.get('Case', idOf('500', 0))?.payload).toMatchObject({ ContactId: A });
});

test('a chain of merges is told link by link', async () => {
  const b = await bench(contacts(5));
  await b.read('Contact');
  b.org.merge('Contact', B, A);
  b.org.merge('Contact', C, B);
  await b.read('Contact');
  expect(b.store.get('Contact', A)?.mergedInto).toBe(B);
  expect(b.store.get('Contact', B)?.mergedInto).toBe(C);
});

test('fates tell live, binned, merged and purged records apart', async () => {
  const b = await bench(contacts(6));
  await b.read('Contact');
  const [purged, live] = [idOf('003', 3), idOf('003', 4)];
  b.org.delete('Contact', A);
  b.org.merge('Contact', C, B);
  b.org.delete('Contact', purged);
  b.org.purge('Contact', purged);
  const stream = connector.streams.find(s => s.name === 'Contact')!;
  const fates = await stream.fates!(connector.open(b.config, b.host), 'Contact', [A, B, purged, live]);
  expect(fates).toEqual([
    { id: A, fate: 'gone', deletedAt: expect.any(String), mergedInto: null },
    { id: B, fate: 'gone', deletedAt: expect.any(String), mergedInto: C },
    { id: purged, fate: 'gone', deletedAt: null },
    { id: live, fate: 'live', record: expect.objectContaining({ id: live, object: 'Contact' }) },
  ]);
});

test('S16 an id of 15 characters finds the record of 18', async () => {
  const b = await bench(contacts(2));
  const stream = connector.streams.find(s => s.name === 'Contact')!;
  const short = A.slice(0, 15);
  const [fate] = await stream.fates!(connector.open(b.config, b.host), 'Contact', [short]);
  expect(fate).toMatchObject({ id: short, fate: 'live', record: { id: A } });
});

test('the count is of live records', async () => {
  const b = await bench(contacts(10), { without: ['Survey'] });
  b.org.delete('Contact', A);
  const session = connector.open(b.config, b.host);
  const count = (name: string) => connector.streams.find(s => s.name === name)!.count!(session);
  await expect(count('Contact')).resolves.toBe(9);
  await expect(count('Survey')).resolves.toBeNull();
  expect(b.org.counts().Contact).toBe(9);
});
