// A million rows made from their number: answered by position, never scanned or held as a whole.
import { expect, test } from 'vitest';
import type { FakeRows } from '../../../connectors/kit/fake-rows.ts';
import { connector } from '../../../connectors/salesforce/index.ts';
import { bench } from './org.ts';
import { contact, idOf, START, worldOf } from './world.ts';

const MILLION = 1_000_000;

/** Counts how many rows were built. */
function million(): FakeRows & { built: number } {
  return {
    built: 0,
    length: MILLION,
    modifiedInOrder: true,
    at(n) {
      this.built += 1;
      return { id: idOf('003', n), createdAt: START + n * 50, modifiedAt: START + n * 50, fields: contact(n) };
    },
    positionOf(id) {
      const n = Number.parseInt(id.slice(9, 15), 36);
      return n < MILLION && idOf('003', n) === id ? n : undefined;
    },
  };
}

test('a window at the end, a count and a resumed read build only what they show', async () => {
  const people = million();
  const b = await bench(worldOf({ Contact: people }), { config: { overlapSeconds: 0 } });
  b.org.clock.freeze(START + MILLION * 50 + 3_600_000);
  const settledTo = new Date(START + MILLION * 50 - 100_000).toISOString();
  const tail = await b.read('Contact', { mode: 'INCREMENTAL', cursor: { settledTo, window: null } });
  expect(tail.delivered).toBe(2000);
  b.org.update('Contact', idOf('003', 7), { Title: 'Changed' });
  b.org.delete('Contact', idOf('003', 8));
  const next = await b.read('Contact');
  expect(next).toMatchObject({ delivered: 1, deletions: 1 });

  const session = connector.open(b.config, b.host);
  const stream = connector.streams.find(s => s.name === 'Contact')!;
  await expect(stream.count!(session)).resolves.toBe(MILLION - 1);
  const pages = stream.read(session, {
    mode: 'FULL',
    cursor: null,
    differing: async () => new Set(),
    knownIds: async function* () {},
  });
  for await (const page of pages) {
    // The first results page of a Bulk job over all of it.
    expect(page.expected).toBe(MILLION);
    break;
  }
  expect(people.built).toBeLessThan(200_000);
});
