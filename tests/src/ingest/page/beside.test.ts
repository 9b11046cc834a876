// Pages that are committed at the same moment, each over a connection of its own: none loses what another brings.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RawRecord } from '../../../../connectors/contract.ts';
import { commitPage } from '../../../../src/ingest/page/page.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { at, createSource, person, raw, type TestSource } from '../../../support/pipeline.ts';
import { pausing } from '../../../support/programs/pausing.ts';
import { named, newestOf, picture, record } from './mixture.ts';

let world: TestContext;
beforeAll(async () => {
  world = await createTestContext();
});
afterAll(() => world.close());

test('streams that are read side by side give the same picture as their records one by one', async () => {
  let n = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(record, { minLength: 10, maxLength: 60 }),
      fc.integer({ min: 1, max: 9 }),
      async (records, size) => {
        n += 1;
        const beside = await createSource(world.sql, `beside-${n}`);
        // As at a source, each object is in one stream, whose pages come one after the other.
        const streams = Map.groupBy(named(records, `beside-${n}`), item => item.object).values();
        await Promise.all([...streams].map(stream => commitAll(beside, stream, size)));
        const plain = await createSource(world.sql, `single-${n}`);
        for (const item of newestOf(records)) await plain.commit({ records: named([item], `single-${n}`) });
        expect(await picture(world.sql, beside.target.connectionId, `beside-${n}`)).toEqual(
          await picture(world.sql, plain.target.connectionId, `single-${n}`),
        );
      },
    ),
    // What happens at the same moment may not happen again: there is nothing to be made smaller.
    { numRuns: 15, endOnFailure: true },
  );
});

async function commitAll(source: TestSource, records: readonly RawRecord[], size: number): Promise<void> {
  for (let from = 0; from < records.length; from += size)
    await source.commit({ records: records.slice(from, from + size) });
}

const email = (id: string, minutes: number, about: object) =>
  raw('email', id, minutes, {
    type: 'interaction',
    kind: 'EMAIL',
    direction: 'INBOUND',
    occurredAt: at(minutes),
    ...about,
  });
const ticket = (id: string) => raw('ticket', id, 0, { type: 'interaction', kind: 'SUPPORT_CASE', occurredAt: at(0) });

/** Commits the first page while the second waits just before the lock, with its optimistic insert done. */
async function overtake(source: TestSource, first: readonly RawRecord[], second: readonly RawRecord[]): Promise<void> {
  const paused = pausing(world.sql, 'projection-lock');
  const slow = commitPage(paused.sql, source.target, { records: second, deleted: [], cursor: { at: 1 } });
  await paused.reached;
  await source.commit({ records: first });
  paused.go();
  await slow;
}

test('what is named by a page that was overtaken is found, and so is what it names', async () => {
  const source = await createSource(world.sql, 'overtaken');
  const ann = person('ann', 1, { emails: ['ann@overtaken.example'] });
  await overtake(
    source,
    [ann, ticket('1'), email('2', 2, { case: { object: 'ticket', id: '3' } })],
    [
      email('1', 1, { customer: { object: 'contact', id: 'ann' }, case: { object: 'ticket', id: '1' } }),
      person('ann-too', 2, { emails: ['ann@overtaken.example'] }),
      ticket('3'),
    ],
  );
  const rows = await world.sql.query(
    `select split_part(i.ref, ':', 2) as ref, p.ref as customer, c.ref as case, i.contact_count as contacts from interaction i
     left join person_record p on p.customer_id = i.customer_id and p.ref like '%/ann'
     left join interaction c on c.id = i.case_id where i.connection_id = $1 order by 1`,
    [source.target.connectionId],
  );
  expect(rows).toEqual([
    { ref: 'email/1', customer: 'overtaken:contact/ann', case: 'overtaken:ticket/1', contacts: null },
    { ref: 'email/2', customer: null, case: 'overtaken:ticket/3', contacts: null },
    { ref: 'ticket/1', customer: null, case: null, contacts: 1 },
    { ref: 'ticket/3', customer: null, case: null, contacts: 1 },
  ]);
  const people = await world.sql.query(
    `select from customer where 'ann@overtaken.example' = any(emails) and merged_into is null`,
  );
  expect(people).toHaveLength(1);
});

test('links that overtake their record count', async () => {
  const source = await createSource(world.sql, 'linked');
  const link = raw('association:email:contact', '1', 1, {
    type: 'links',
    from: { object: 'email', id: '1' },
    role: 'customer',
    toObject: 'contact',
    to: ['bea'],
  });
  await overtake(source, [person('bea', 1, { emails: ['bea@linked.example'] }), link], [email('1', 5, {})]);
  const rows = await world.sql.query(
    `select p.ref, a.last_interaction_at from interaction i join person_record p using (customer_id)
     join customer_activity a using (customer_id) where i.connection_id = $1`,
    [source.target.connectionId],
  );
  expect(rows).toEqual([{ ref: 'linked:contact/bea', last_interaction_at: new Date(at(5)) }]);
});
