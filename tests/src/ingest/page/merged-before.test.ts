// Records that were merged away before they were first seen.
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Deletion } from '../../../../connectors/contract.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { at, createSource, person, raw, type TestSource } from '../../../support/pipeline.ts';

let world: TestContext;
let crm: TestSource;
beforeEach(async () => {
  await world?.close();
  world = await createTestContext();
  crm = await createSource(world.sql, 'crm');
});
afterAll(() => world.close());

const winner = person('2', 3, { emails: ['ada@mail.example'] });
const loser = (): Deletion => {
  const { object, id, payload } = person('1', 2, { emails: ['old@mail.example'] });
  return { object, id, deletedAt: at(3), mergedInto: '2', payload };
};
const owners = () =>
  world.sql.query<{ ref: string; customer: number }>(
    `select p.ref, p.customer_id as customer from person_record p join customer c on c.id = p.customer_id
     where c.merged_into is null and c.deleted_at is null order by 1`,
  );

describe('a record that was merged away before it was first seen', () => {
  it.each([
    ['in the page of its survivor', [{ records: [winner], deleted: [loser()] }]],
    ['before its survivor', [{ deleted: [loser()] }, { records: [winner] }]],
    ['after its survivor', [{ records: [winner] }, { deleted: [loser()] }]],
  ])('leads to the survivor when it comes %s, and counts as nothing', async (_, pages) => {
    for (const page of pages) expect(await crm.commit(page)).toMatchObject({ deleted: 0, updated: 0, rejected: 0 });
    const [one, two] = await owners();
    expect([one?.ref, two?.ref]).toEqual(['crm:contact/1', 'crm:contact/2']);
    expect(one?.customer).toBe(two?.customer);
    expect(await world.sql.one(`select emails from customer`)).toEqual({ emails: ['ada@mail.example'] });
    expect(await world.sql.query(`select 1 from merge`)).toEqual([]);
    expect(await world.sql.one(`select records from stream_state`)).toEqual({ records: 1 });
    for (const page of pages)
      expect(await crm.commit(page)).toMatchObject({ created: 0, updated: 0, deleted: 0, rejected: 0 });
  });

  it('comes back as somebody of its own when the source takes the merge back', async () => {
    await crm.commit({ records: [winner], deleted: [loser()] });
    expect(await crm.commit({ records: [person('1', 9, { emails: ['old@mail.example'] })] })).toMatchObject({
      updated: 1,
    });
    const [one, two] = await owners();
    expect(one?.customer).not.toBe(two?.customer);
    expect(await world.sql.one(`select records from stream_state`)).toEqual({ records: 2 });
  });

  it('leaves nothing behind when it cannot be mapped, or is no person', async () => {
    const visit = raw('visit', '7', 1, { type: 'interaction', kind: 'VISIT', occurredAt: at(1) });
    const broken = { ...loser(), payload: { records: [{ type: 'person' }] } };
    const gone = { object: 'visit', id: '7', deletedAt: at(2), mergedInto: '8', payload: visit.payload };
    expect(await crm.commit({ deleted: [broken, gone] })).toMatchObject({ deleted: 0, rejected: 0 });
    expect(await world.sql.query(`select 1 from source_record`)).toEqual([]);
  });
});
