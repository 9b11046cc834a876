// Reading an org over HTTP: full, incremental, across pages, and through everything that goes wrong on the way.
import { expect, test } from 'vitest';
import { bench } from './org.ts';
import { contacts } from './world.ts';

test('a full read ends with what the org shows', async () => {
  const b = await bench(contacts(4500));
  const result = await b.read('Contact');
  b.expectComplete('Contact');
  expect(result).toMatchObject({ delivered: 4500, expected: 4500 });
});
