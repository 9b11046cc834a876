// Whatever happens between pages, the store ends up equal to the ledger.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Cursor } from '../../../connectors/contract.ts';
import type { HubSpotFake } from '../../../connectors/hubspot/fake/index.ts';
import { difference, HOUR, MINUTE, rows, type Setting, setting } from './world.ts';

type Edit =
  | { readonly kind: 'create' | 'update' | 'archive' | 'restore' | 'erase'; readonly pick: number }
  | { readonly kind: 'merge'; readonly pick: number; readonly other: number }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'burst'; readonly pick: number; readonly size: number };

const pick = fc.nat(100_000);
const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('update' as const), pick }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('create', 'archive', 'restore', 'erase'), pick }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('merge' as const), pick, other: pick }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.nat(20 * MINUTE) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('burst' as const), pick, size: fc.integer({ min: 2, max: 260 }) }),
  },
);

function apply({ portal }: HubSpotFake, e: Edit, n: number): void {
  if (e.kind === 'wait') {
    portal.clock.advance(e.ms);
    return;
  }
  // No two writes with a read between them share a millisecond.
  portal.clock.advance(1);
  const live = [...portal.live('contacts')];
  const at = (index: number) => live[index % Math.max(1, live.length)]?.id;
  const id = at(e.pick);
  const bin = [...portal.store('contacts').archived.keys()];
  const email = { email: `edit${n}@example.com` };
  if (e.kind === 'create') portal.create('contacts', email, n % 2 ? {} : { id: String(10_000 + n) });
  else if (e.kind === 'restore' && bin.length > 0) portal.restore('contacts', bin[e.pick % bin.length]!);
  else if (id === undefined) return;
  else if (e.kind === 'update') portal.update('contacts', id, email);
  else if (e.kind === 'burst') for (let i = 0; i < e.size; i++) portal.update('contacts', at(e.pick + i)!, email);
  else if (e.kind === 'archive') portal.archive('contacts', id);
  else if (e.kind === 'erase') portal.erase('contacts', id);
  else if (e.kind === 'merge' && at(e.other) !== id) portal.merge('contacts', id, at(e.other)!);
}

it('random edits between pages and a random index lag never lose a row', async () => {
  const script = fc.array(fc.array(edit, { maxLength: 8 }), { minLength: 2, maxLength: 14 });
  const lags = fc.array(fc.nat(50 * MINUTE), { minLength: 1, maxLength: 7 });
  const property = fc.asyncProperty(script, lags, fc.boolean(), async (scripted, lag, shortPages) => {
    const batches = [...scripted];
    let writes = 0;
    const s: Setting = await setting(
      { objects: { contacts: rows(350, i => ({ email: `p${i}@example.com` })) } },
      { indexLagMs: () => lag[writes++ % lag.length]!, shortPages },
    );
    try {
      let n = 0;
      const next = () => {
        for (const e of batches.shift() ?? []) apply(s.fake, e, ++n);
      };
      let cursor: Cursor = (await s.read('contacts', { onPage: next })).cursor;
      for (let run = 0; run < 3; run++) {
        s.clock.advance(30 * MINUTE);
        cursor = (await s.read('contacts', { mode: 'INCREMENTAL', cursor, onPage: next })).cursor;
      }
      while (batches.length > 0) next();
      s.clock.advance(2 * HOUR);
      cursor = (await s.read('contacts', { mode: 'INCREMENTAL', cursor })).cursor;
      // Erased rows are told by nobody but a sweep.
      const wrong = difference(s, 'contacts', 'contact', ['email']);
      expect(wrong.filter(text => !text.endsWith('is held but gone'))).toEqual([]);
      await s.read('contacts');
      expect(difference(s, 'contacts', 'contact', ['email'])).toEqual([]);
      const quiet = await s.read('contacts', { mode: 'INCREMENTAL', cursor });
      expect(quiet.delivered).toBe(0);
    } finally {
      await s.fake.close();
    }
  });
  await fc.assert(property, { numRuns: 25 });
}, 120_000);
