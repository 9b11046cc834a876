// Joining pages loses, repeats and reorders nothing, and never holds more than it says.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Page } from '../../../../connectors/contract.ts';
import { gather } from '../../../../src/ingest/sync/gather.ts';

const MOST = 20;
const turn = () => new Promise(resolve => setImmediate(resolve));

interface Spec {
  readonly records: number;
  readonly deletes: boolean;
  /** Turns of the event loop that the source, and then the consumer, takes. */
  readonly slow: number;
  readonly work: number;
}
const specs = fc.array(fc.record({ records: fc.nat(12), deletes: fc.boolean(), slow: fc.nat(3), work: fc.nat(6) }), {
  maxLength: 25,
});

function pageOf({ records, deletes }: Spec, n: number): Page {
  return {
    records: Array.from({ length: records }, (_, i) => ({
      object: 'contact',
      id: `${n}-${i}`,
      version: '2026-01-01T00:00:00Z',
      payload: {},
    })),
    deleted: deletes ? [{ object: 'contact', id: `gone-${n}`, deletedAt: '2026-01-01T00:00:00Z' }] : [],
    cursor: { n },
  };
}

it('gives every record once, in order, behind the right cursor, and reads ahead by a bounded number', async () => {
  await fc.assert(
    fc.asyncProperty(specs, fc.boolean(), async (list, fails) => {
      let handedOver = 0;
      let committed = 0;
      let ahead = 0;
      async function* source(): AsyncGenerator<Page> {
        for (const [n, spec] of list.entries()) {
          for (let i = 0; i < spec.slow; i++) await turn();
          const page = pageOf(spec, n);
          handedOver += page.records.length + page.deleted.length;
          ahead = Math.max(ahead, handedOver - committed - page.records.length - page.deleted.length);
          yield page;
        }
        if (fails) throw new Error('the source broke');
      }
      const records: string[] = [];
      const deleted: string[] = [];
      let last = -1;
      const reading = (async () => {
        for await (const page of gather(source(), MOST)) {
          records.push(...page.records.map(record => record.id));
          deleted.push(...page.deleted.map(deletion => deletion.id));
          const before = last;
          last = page.cursor.n as number;
          // A page with deletions ends a run, because what follows may bring the same record back.
          expect(list.slice(before + 1, last).some(spec => spec.deletes)).toBe(false);
          for (let i = 0; i < list[last]!.work; i++) await turn();
          committed += page.records.length + page.deleted.length;
        }
      })();
      if (fails) await expect(reading).rejects.toThrow('the source broke');
      else await reading;
      const pages = list.map(pageOf);
      expect(records).toEqual(pages.flatMap(page => page.records.map(record => record.id)));
      expect(deleted).toEqual(pages.flatMap(page => page.deleted.map(deletion => deletion.id)));
      expect(last).toBe(list.length - 1);
      // What is being worked on, and what waits for it.
      expect(ahead).toBeLessThan(2 * (MOST + 13));
    }),
    { numRuns: 200 },
  );
});

it('lets the source go when the consumer stops', async () => {
  let closed = false;
  async function* endless(): AsyncGenerator<Page> {
    try {
      for (let n = 0; ; n++) {
        await turn();
        yield pageOf({ records: 5, deletes: false, slow: 0, work: 0 }, n);
      }
    } finally {
      closed = true;
    }
  }
  for await (const page of gather(endless(), MOST)) if ((page.cursor.n as number) > 3) break;
  expect(closed).toBe(true);
});
