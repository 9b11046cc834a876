// Whoever comes first, in whatever batches: the same records are the same people.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_RULES } from '../../../../src/ingest/identity/rules.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { createSource, type PersonSpec, person } from '../../../support/pipeline.ts';
import { naivePartition, normal } from './naive.ts';

let world: TestContext;
beforeAll(async () => {
  world = await createTestContext();
});
afterAll(() => world.close());

interface Edit extends PersonSpec {
  readonly id: string;
}

async function partitionOf(connectionId: number): Promise<string[][]> {
  const rows = await world.sql.query<{ ids: string[] }>(
    `select array_agg(split_part(ref, '/', 2)) as ids from person_record where connection_id = $1 group by customer_id`,
    [connectionId],
  );
  return normal(rows.map(row => row.ids));
}

// Few ids, so that records change; one value that most carry, so that it passes the limit and comes back below it.
const mailbox = fc.oneof(
  { weight: 6, arbitrary: fc.constant(1) },
  { weight: 2, arbitrary: fc.integer({ min: 2, max: 12 }) },
);
const edits = fc.array(
  fc.record({
    id: fc.integer({ min: 1, max: 16 }).map(String),
    emails: fc
      .uniqueArray(mailbox, { minLength: 1, maxLength: 2 })
      .map(values => values.map(value => `p${value}@mail.example`)),
    externalIds: fc.oneof(
      { weight: 4, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 16 }).map(id => [`contact/${id}`]) },
    ),
  }),
  { minLength: 8, maxLength: 60, size: 'max' },
);

describe('identity', () => {
  it('gives the partition that a naive walk gives, after every batch', async () => {
    let n = 0;
    await fc.assert(
      fc.asyncProperty(
        edits,
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 8 }),
        async (sequence, sizes) => {
          n += 1;
          const key = `crm-${n}`;
          const source = await createSource(world.sql, key);
          const unique = (edit: Edit): Edit => ({ ...edit, emails: edit.emails!.map(email => `${key}.${email}`) });
          const current = new Map<string, Edit>();
          for (let from = 0, turn = 0; from < sequence.length; turn += 1) {
            const size = sizes[turn % sizes.length]!;
            const batch = sequence.slice(from, from + size).map(unique);
            await source.commit({ records: batch.map((edit, i) => person(edit.id, from + i, edit)) });
            for (const edit of batch) current.set(edit.id, edit);
            from += size;
          }
          expect(await partitionOf(source.target.connectionId)).toEqual(
            naivePartition([...current.values()], DEFAULT_RULES),
          );
          await ledgerHolds();
        },
      ),
      { numRuns: 40 },
    );
  });

  /** Every customer row is one that has records, one that was merged into such a one, or nothing. */
  async function ledgerHolds(): Promise<void> {
    const broken = await world.sql.query(
      `select c.id from customer c
       where (c.merged_into is null) <> exists (select from person_record p where p.customer_id = c.id)`,
    );
    expect(broken).toEqual([]);
    const unexplained = await world.sql.query(
      `select c.id from customer c where c.merged_into is not null and not exists (
         select from merge m where m.entity = 'customer' and m.merged_id = c.id and m.undone_at is null)`,
    );
    expect(unexplained).toEqual([]);
  }
});
