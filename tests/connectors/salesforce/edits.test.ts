// Random life of an org while it is read: in the end the store holds exactly what the org shows.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Bench, bench } from './org.ts';
import { contact, contacts, idOf } from './world.ts';

const COUNT = 900;
const anyId = fc.nat(COUNT - 1).map(n => idOf('003', n));
const edit = fc.oneof(
  fc.record({ do: fc.constant('create' as const), ago: fc.constantFrom(0, 0, 100_000) }),
  fc.record({ do: fc.constant('update' as const), id: anyId, value: fc.string({ maxLength: 5 }) }),
  fc.record({ do: fc.constant('delete' as const), id: anyId }),
  fc.record({ do: fc.constant('undelete' as const), id: anyId }),
  fc.record({ do: fc.constant('merge' as const), id: anyId, other: anyId }),
  fc.record({ do: fc.constant('purge' as const), id: anyId }),
  fc.record({ do: fc.constant('expire' as const), what: fc.constantFrom('locators', 'tokens', 'jobs') }),
  fc.record({ do: fc.constant('wait' as const), seconds: fc.nat(400) }),
);
type Edit = typeof edit extends fc.Arbitrary<infer E> ? E : never;

function apply({ org }: Bench, change: Edit): void {
  // A new second for each: an undelete in the second of its delete has the delete's stamp.
  org.clock.advance(1000);
  const rows = new Set([...org.live('Contact')].map(row => row.Id));
  if (change.do === 'create') org.create('Contact', contact(7), org.clock.now() - change.ago);
  else if (change.do === 'wait') org.clock.advance(change.seconds * 1000);
  else if (change.do === 'expire') {
    if (change.what === 'locators') org.expireLocators();
    if (change.what === 'tokens') org.expireTokens();
    if (change.what === 'jobs') org.forgetBulkJobs();
  } else if (change.do === 'merge') {
    if (change.id !== change.other && rows.has(change.id) && rows.has(change.other))
      org.merge('Contact', change.id, change.other);
  } else if (change.do === 'undelete') {
    if (!rows.has(change.id) && org.binned('Contact', change.id)) org.undelete('Contact', change.id);
  } else if (rows.has(change.id)) {
    if (change.do === 'update') org.update('Contact', change.id, { Title: change.value });
    else org.delete('Contact', change.id);
    if (change.do === 'purge') org.purge('Contact', change.id);
  }
}

test.each([
  ['REST', 1_000_000],
  ['Bulk', 500],
])('edits during a read by %s lose and double nothing', async (_, bulkAbove) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 8 }), edit), { maxLength: 25 }),
      fc.constantFrom(200, 350, 2000),
      async (edits, maxRows) => {
        const b = await bench(contacts(COUNT, 200), { config: { bulkAbove } });
        b.org.switches.maxRows = maxRows;
        b.org.bulk.maxRows = maxRows;
        const onPage = (_page: unknown, n: number) => {
          for (const [when, change] of edits) if (when === n) apply(b, change);
        };
        await b.read('Contact', { onPage });
        await b.read('Contact', { onPage });
        b.org.clock.advance(600_000);
        await b.read('Contact');
        b.expectFresh('Contact');
        // Only a full read can miss what was purged unseen.
        await b.read('Contact', { mode: 'FULL', cursor: null });
        b.expectComplete('Contact');
        expect((await b.read('Contact')).changed).toBe(0);
      },
    ),
    { numRuns: 20 },
  );
});
