// When people came into their lifecycle stages: the rule in plain TypeScript beside what the pipeline stores.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { StageEntry } from '../../../../connectors/records.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { at, createSource, person, type TestSource } from '../../../support/pipeline.ts';

let world: TestContext;
let n = 0;
let source: TestSource;
beforeAll(async () => {
  world = await createTestContext();
  source = await createSource(world.sql, 'crm');
});
afterAll(() => world.close());

const STAGES = ['LEAD', 'OPPORTUNITY', 'CUSTOMER'] as const;
const stage = fc.constantFrom(...STAGES);
const version = fc.record({
  minutes: fc.integer({ min: 0, max: 12 }),
  present: fc.option(stage, { nil: null }),
  // Never the moment of a version, which would look like a stage that was only seen then.
  dated: fc.array(fc.record({ stage, minutes: fc.integer({ min: 0, max: 12 }).map(value => value + 0.5) }), {
    maxLength: 3,
  }),
});
type Version = typeof version extends fc.Arbitrary<infer T> ? T : never;

function stagesAfter(versions: readonly Version[]): Record<string, string> {
  const known = new Map<string, number>();
  let newest = -1;
  for (const { minutes, present, dated } of versions) {
    if (minutes < newest) continue;
    newest = minutes;
    for (const name of STAGES) {
      const dates = dated.filter(entry => entry.stage === name).map(entry => entry.minutes);
      if (dates.length > 0) known.set(name, Math.min(...dates));
      else if (present === name && !known.has(name)) known.set(name, minutes);
    }
  }
  return Object.fromEntries([...known].map(([name, minutes]) => [name, at(minutes)]));
}

const entry = ({ stage, minutes }: Version['dated'][number]): StageEntry => ({ stage, at: at(minutes) });
const stored = async (id: string) =>
  (await world.sql.one<{ stages: Record<string, string> }>(`select stages from person_record where ref = $1`, [
    `crm:contact/${id}`,
  ]))!.stages;

it("keeps the source's date, else what was known, else when it first showed", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(version, { minLength: 1, maxLength: 6 }), async versions => {
      const id = String(++n);
      for (const [i, { minutes, present, dated }] of versions.entries()) {
        const fields = { lifecycleStage: present, jobTitle: `title ${i}` };
        await source.commit({ records: [person(id, minutes, { fields, stages: dated.map(entry) })] });
      }
      expect(await stored(id)).toEqual(stagesAfter(versions));
    }),
    { numRuns: 150 },
  );
});

it('marks the customer even when nothing of the profile changes', async () => {
  const emails = ['ada@mail.example'];
  const other = await createSource(world.sql, 'other');
  await source.commit({ records: [person('ada', 0, { emails, fields: { lifecycleStage: 'LEAD' } })] });
  // First and last word about her are another source's, so that our dates move neither.
  await other.commit({ records: [person('first', -5, { emails }), person('last', 9, { emails })] });
  const marked = async () =>
    (await world.sql.query<{ subject: number }>(`delete from change_mark returning subject`)).map(row => row.subject);
  const before = await world.sql.query(`select * from customer where email = $1`, emails);
  await marked();
  const stages = [{ stage: 'SUBSCRIBER' as const, at: at(-60) }];
  await source.commit({ records: [person('ada', 5, { emails, fields: { lifecycleStage: 'LEAD' }, stages })] });
  expect(await world.sql.query(`select * from customer where email = $1`, emails)).toEqual(before);
  expect(await stored('ada')).toEqual({ LEAD: at(0), SUBSCRIBER: at(-60) });
  expect(await marked()).toContain((before[0] as { id: number }).id);
});
