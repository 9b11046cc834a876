// Whatever may bring a customer into a stage, or take them out of it, marks them.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { CanonicalInput } from '../../../../connectors/records.ts';
import { refresh } from '../../../../src/derive/refresh/refresh.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { emptyTables } from '../../../support/empty-tables.ts';
import { empty } from '../../../support/lives/world.ts';
import { at, createSource, person, raw, type TestSource } from '../../../support/pipeline.ts';
import { storeJourneys } from '../../../support/stored/visits.ts';

let world: TestContext;
let source: TestSource;
beforeAll(async () => {
  world = await createTestContext();
});
afterAll(() => world.close());
beforeEach(async () => {
  await empty(world.sql);
  await emptyTables(world.sql, 'journey, journey_state, journey_visit');
  source = await createSource(world.sql, 'shop');
  const rule = { any: [{ invitation: { surveyKind: 'TOUCHPOINT' as const } }, { lifecycleStage: 'LEAD' as const }] };
  await storeJourneys(world.sql, [
    { mode: 'ORDERED', window: 1000, stages: [{ key: 's', name: 'S', phase: 'PURCHASE', rule }] },
  ]);
  await source.commit({ records: [people('1'), people('2'), survey('TOUCHPOINT', 1)] });
});

const people = (id: string, minutes = 1, fields = {}) =>
  person(id, minutes, { emails: [`p${id}@world.example`], fields });
const survey = (kind: 'TOUCHPOINT' | 'RELATIONSHIP', minutes: number) =>
  raw('survey', '1', minutes, { type: 'survey', key: 's', name: 'S', kind, questions: [] });
function invitation(customer: string, minutes: number) {
  const record: CanonicalInput = {
    type: 'invitation',
    survey: 's',
    customer: { object: 'contact', id: customer },
    sentAt: at(0),
    status: 'SENT',
  };
  return raw('invitation', '1', minutes, record);
}

/** Who has how many visits, after a refresh. */
async function visits(): Promise<string[]> {
  await refresh(world.sql);
  const rows = await world.sql.query<{ line: string }>(
    `select split_part(c.email, '@', 1) || ' ' || count(*) as line
     from journey_visit v join customer c on c.id = v.customer_id group by c.email order by 1`,
  );
  return rows.map(row => row.line);
}

it('an invitation that comes, goes to somebody else, and is taken back', async () => {
  await source.commit({ records: [invitation('1', 2)] });
  expect(await visits()).toEqual(['p1 1']);
  await source.commit({ records: [invitation('2', 3)] });
  expect(await visits()).toEqual(['p2 1']);
  await source.commit({ deleted: [{ object: 'invitation', id: '1', deletedAt: at(4) }] });
  expect(await visits()).toEqual([]);
});

it('an invitation of somebody who is known later', async () => {
  await source.commit({ records: [invitation('3', 2)] });
  expect(await visits()).toEqual([]);
  await source.commit({ records: [people('3', 3)] });
  expect(await visits()).toEqual(['p3 1']);
});

it('a survey that is of another kind', async () => {
  await source.commit({ records: [invitation('1', 2)] });
  expect(await visits()).toEqual(['p1 1']);
  await source.commit({ records: [survey('RELATIONSHIP', 3)] });
  expect(await visits()).toEqual([]);
  await source.commit({ records: [survey('TOUCHPOINT', 4)] });
  expect(await visits()).toEqual(['p1 1']);
});

it('a lifecycle stage, and the end of the record that knew it', async () => {
  await source.commit({ records: [people('1', 5, { lifecycleStage: 'LEAD' })] });
  expect(await visits()).toEqual(['p1 1']);
  // Another record of the same person lives on, newer than the one that goes.
  await source.commit({
    records: [
      raw('lead', '9', 90, {
        type: 'person',
        identifiers: [{ kind: 'EMAIL', value: 'p1@world.example' }],
        fields: { email: 'p1@world.example' },
        traits: {},
      }),
    ],
  });
  expect(await visits()).toEqual(['p1 1']);
  await source.commit({ deleted: [{ object: 'contact', id: '1', deletedAt: at(80) }] });
  expect(await visits()).toEqual([]);
});
