// Which value of a field survives: the rule in plain TypeScript beside what the SQL gives.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { at, createSource, person, type TestSource } from '../../../support/pipeline.ts';

let world: TestContext;
beforeAll(async () => {
  world = await createTestContext();
});
afterAll(() => world.close());

const FIELDS = ['givenName', 'jobTitle', 'country'] as const;
const value = fc.option(fc.constantFrom('A', 'B', 'C'), { nil: null });
const edit = fc.record({
  source: fc.integer({ min: 0, max: 2 }),
  id: fc.constantFrom('1', '2'),
  // Out of order and equal ones too.
  minutes: fc.integer({ min: 0, max: 12 }),
  fields: fc.record({ givenName: value, jobTitle: value, country: value }),
  deleted: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
});
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

interface Held {
  minutes: number;
  live: boolean;
  values: Map<string, { value: string; since: number }>;
}

/** The oracle's memory of one record: an older version is ignored, a value's age counts from when it came. */
function apply(held: Map<string, Held>, change: Edit): void {
  const key = `${change.source}/${change.id}`;
  const old = held.get(key);
  if (change.deleted) {
    if (old?.live && old.minutes <= change.minutes) held.set(key, { ...old, live: false, minutes: change.minutes });
    return;
  }
  if (old && old.minutes > change.minutes) return;
  const values = new Map<string, { value: string; since: number }>();
  for (const field of FIELDS) {
    const now = change.fields[field];
    const before = old?.values.get(field);
    if (now !== null) values.set(field, { value: now, since: before?.value === now ? before.since : change.minutes });
  }
  held.set(key, { minutes: change.minutes, live: true, values });
}

function survivor(held: Map<string, Held>, priorities: readonly number[], field: string): string | null {
  const candidates = [...held].flatMap(([key, record]) => {
    const found = record.live ? record.values.get(field) : undefined;
    return found ? [{ ...found, rank: priorities[Number(key[0])]!, key }] : [];
  });
  candidates.sort((a, b) => a.rank - b.rank || b.since - a.since || (a.key < b.key ? -1 : 1));
  return candidates[0]?.value ?? null;
}

it('keeps, per field, the first source in order, then the newest change, then the first by ref', async () => {
  let n = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(edit, { minLength: 1, maxLength: 15 }),
      fc.tuple(fc.nat(1), fc.nat(1), fc.nat(1)),
      async (edits, priorities) => {
        n += 1;
        const sources: TestSource[] = [];
        for (const [i, priority] of priorities.entries())
          sources.push(await createSource(world.sql, `s${i}-${n}`, { priority }));
        const held = new Map<string, Held>();
        for (const change of edits) {
          const source = sources[change.source]!;
          if (change.deleted)
            await source.commit({ deleted: [{ object: 'contact', id: change.id, deletedAt: at(change.minutes) }] });
          else
            await source.commit({
              records: [
                person(change.id, change.minutes, {
                  emails: [`p${n}@mail.example`],
                  fields: { email: null, ...change.fields },
                }),
              ],
            });
          apply(held, change);
        }
        const row = await world.sql.one<Record<string, string | boolean | null>>(
          `select given_name, job_title, country, deleted_at is not null as deleted from customer where id in
           (select customer_id from person_record where connection_id = any($1)) and merged_into is null`,
          [sources.map(source => source.target.connectionId)],
        );
        if (held.size === 0) expect(row).toBeUndefined();
        else if ([...held.values()].every(record => !record.live)) expect(row).toMatchObject({ deleted: true });
        else {
          const [given_name, job_title, country] = FIELDS.map(field => survivor(held, priorities, field));
          expect(row).toEqual({ given_name, job_title, country, deleted: false });
        }
      },
    ),
    { numRuns: 60 },
  );
});
