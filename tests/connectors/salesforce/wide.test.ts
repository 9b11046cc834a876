// S14 Objects with more fields than one URI holds: read in parts, joined on the same SystemModstamp.
import { expect, test } from 'vitest';
import { Retry } from '../../../connectors/errors.ts';
import { bench } from './org.ts';
import { contact, idOf, rows, worldOf } from './world.ts';

const FIELDS = Array.from({ length: 800 }, (_, n) => `Custom_Field_Number_${n}__c`);
const customFields = { Contact: FIELDS.map(name => ({ name, label: name, type: 'string' as const })) };

const wide = (count: number) =>
  worldOf(
    {
      Contact: rows('003', count, n => ({
        ...contact(n),
        ...Object.fromEntries(FIELDS.map((name, i) => [name, `${n}/${i}`])),
      })),
    },
    { customFields },
  );

test('800 fields come whole, and no URI passes 16 KB', async () => {
  const b = await bench(wide(250));
  await b.read('Contact');
  b.expectComplete('Contact');
  expect(Object.keys(b.store.live('Contact').get(idOf('003', 0))!).length).toBeGreaterThan(800);
  expect(Math.max(...b.org.server.log.map(entry => entry.urlBytes))).toBeLessThan(14_000);
});

test('a row that changes between two parts is read again, whole', async () => {
  const b = await bench(wide(20));
  const id = idOf('003', 5);
  let queries = 0;
  const first = FIELDS[0]!;
  const last = FIELDS.at(-1)!;
  b.org.beforeAnswer(request => {
    if (!request.path.includes('/queryAll') || ++queries !== 2) return;
    b.org.clock.advance(2000);
    b.org.update('Contact', id, { [first]: 'new', [last]: 'new' });
  });
  await b.read('Contact');
  expect(queries).toBeGreaterThan(2);
  expect(b.store.live('Contact').get(id)).toMatchObject({ [first]: 'new', [last]: 'new' });
  b.expectComplete('Contact');
});

test('a field hidden between two parts of a page costs no row', async () => {
  const b = await bench(wide(20));
  const hidden = FIELDS.at(-1)!;
  let queries = 0;
  b.org.beforeAnswer(request => {
    if (request.path.includes('/queryAll') && ++queries === 2) b.org.hideField('Contact', hidden);
  });
  await b.read('Contact');
  expect(queries).toBeGreaterThan(2);
  b.expectComplete('Contact');
  expect(b.store.live('Contact').get(idOf('003', 0))).not.toHaveProperty(hidden);
});

test('a row that changes all the time parks the stream instead of coming torn', async () => {
  const b = await bench(wide(20));
  let queries = 0;
  b.org.beforeAnswer(request => {
    if (!request.path.includes('/queryAll') || ++queries < 2) return;
    b.org.clock.advance(2000);
    b.org.update('Contact', idOf('003', 5), {});
  });
  await expect(b.read('Contact')).rejects.toThrow(Retry);
});

test('fates of many ids stay within the URI', async () => {
  const b = await bench(wide(250));
  await b.read('Contact');
  for (let n = 0; n < 250; n += 2) b.org.delete('Contact', idOf('003', n));
  b.org.purge('Contact', idOf('003', 0));
  await b.read('Contact', { mode: 'FULL', cursor: null });
  b.expectComplete('Contact');
  expect(b.org.server.log.every(entry => entry.status === 200)).toBe(true);
});
