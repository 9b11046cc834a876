// The page transaction: idempotent, guarded by version and hash, complete or not at all.
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
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

const customers = () =>
  world.sql.query<{
    id: number;
    display_name: string;
    email: string | null;
    deleted_at: Date | null;
    last_interaction_at: Date | null;
  }>(
    `select id, display_name, email, deleted_at, nullif(last_interaction_at, '-infinity') as last_interaction_at from customer join customer_activity on customer_id = id where merged_into is null order by id`,
  );
const interactions = () =>
  world.sql.query<{ ref: string; customer_id: number | null; account_id: number | null; case_id: number | null }>(
    `select ref, customer_id, account_id, case_id from interaction order by ref`,
  );
const ada = { emails: ['ada@mail.example'], fields: { givenName: 'Ada', familyName: 'Byron' } };
const call = (id: string, contact: string) =>
  raw('call', id, 1, {
    type: 'interaction',
    kind: 'CALL',
    channel: 'PHONE',
    direction: 'INBOUND',
    occurredAt: at(1),
    customer: { object: 'contact', id: contact },
  });

describe('page', () => {
  it('changes nothing when it is replayed', async () => {
    const page = { records: [person('1', 0, ada), call('9', '1')] };
    expect(await crm.commit(page)).toMatchObject({ created: 2, unchanged: 0 });
    const before = await world.sql.query(
      `select s.id, s.landed_at, c.xmin::text from source_record s, customer c order by s.id`,
    );
    expect(await crm.commit(page)).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
    expect(
      await world.sql.query(`select s.id, s.landed_at, c.xmin::text from source_record s, customer c order by s.id`),
    ).toEqual(before);
  });

  it('B3: an older version does not overwrite a newer one', async () => {
    await crm.commit({ records: [person('1', 5, ada)] });
    const counts = await crm.commit({ records: [person('1', 4, { ...ada, fields: { givenName: 'Old' } })] });
    expect(counts).toMatchObject({ updated: 0, unchanged: 1 });
    expect((await customers())[0]!.display_name).toBe('Ada Byron');
  });

  it('B3: nor one that was newer only by its time', async () => {
    await crm.commit({ records: [person('1', 2, ada)] });
    expect(await crm.commit({ records: [person('1', 5, ada)] })).toMatchObject({ updated: 0, unchanged: 1 });
    await crm.commit({ records: [person('1', 4, { ...ada, fields: { givenName: 'Old' } })] });
    expect((await customers())[0]!.display_name).toBe('Ada Byron');
  });

  it('B4: equal time with other content is applied', async () => {
    await crm.commit({ records: [person('1', 5, ada)] });
    expect(await crm.commit({ records: [person('1', 5, { ...ada, fields: { givenName: 'Augusta' } })] })).toMatchObject(
      { updated: 1 },
    );
    expect((await customers())[0]!.display_name).toBe('Augusta');
  });

  it('refuses a page of a worker that lost the lease, and writes none of it', async () => {
    await world.sql.query(`update connection set lease_token = 2 where key = 'crm'`);
    await expect(crm.commit({ records: [person('1', 0, ada)] })).rejects.toThrow('worked by another worker');
    expect(await customers()).toEqual([]);
    expect(await world.sql.query(`select 1 from stream_state where cursor is not null`)).toEqual([]);
  });

  it('binds what came before the person, account or case it names', async () => {
    await crm.commit({
      records: [
        raw('email', '7', 2, {
          type: 'interaction',
          kind: 'EMAIL',
          direction: 'OUTBOUND',
          occurredAt: at(9),
          case: { object: 'ticket', id: '5' },
        }),
        call('9', '1'),
      ],
    });
    await crm.commit({
      records: [
        raw('ticket', '5', 3, {
          type: 'interaction',
          kind: 'SUPPORT_CASE',
          occurredAt: at(3),
          customer: { object: 'contact', id: '1' },
          account: { object: 'company', id: '3' },
        }),
      ],
    });
    await crm.commit({ records: [person('1', 0, { ...ada, account: { object: 'company', id: '3' } })] });
    await crm.commit({
      records: [raw('company', '3', 4, { type: 'organization', name: 'Acme', domain: 'acme.example' })],
    });
    const [customer] = await customers();
    const [kase] = await world.sql.query<{ id: number; first_response_at: Date }>(
      `select id, first_response_at from interaction where kind = 'SUPPORT_CASE'`,
    );
    const [account] = await world.sql.query<{ id: number }>(`select id from account`);
    expect(await interactions()).toEqual([
      { ref: 'crm:call/9', customer_id: customer!.id, account_id: null, case_id: null },
      // It names nobody, so it is the customer's whose case it is about.
      { ref: 'crm:email/7', customer_id: customer!.id, account_id: account!.id, case_id: kase!.id },
      { ref: 'crm:ticket/5', customer_id: customer!.id, account_id: account!.id, case_id: null },
    ]);
    expect(kase!.first_response_at.toISOString()).toBe(at(9));
    expect(customer!.last_interaction_at!.toISOString()).toBe(at(9));
    expect(await world.sql.one(`select account_id from customer`)).toEqual({ account_id: account!.id });
  });

  it('rejects a record that cannot be mapped, with payload and reason, and goes on', async () => {
    const counts = await crm.commit({
      records: [
        person('1', 0, ada),
        raw('call', '9', 1, { type: 'interaction', kind: 'CALL', occurredAt: 'yesterday' }),
      ],
    });
    expect(counts).toMatchObject({ created: 1, rejected: 1 });
    const [row] = await world.sql.query(`select object, external_id, reason, attempts from rejected_record`);
    expect(row).toMatchObject({
      object: 'call',
      external_id: '9',
      reason: expect.stringContaining('occurredAt'),
      attempts: 1,
    });
    await crm.commit({ records: [call('9', '1')] });
    expect(await world.sql.query(`select 1 from rejected_record`)).toEqual([]);
  });

  it.each([
    [
      'a date that PostgreSQL does not have',
      raw('call', '9', 1, { type: 'interaction', kind: 'CALL', occurredAt: '2026-02-30T00:00:00Z' }),
    ],
    ['a version that is none', { ...call('9', '1'), version: 'soon' }],
  ])('keeps the others when one carries %s', async (_, poison) => {
    expect(await crm.commit({ records: [person('1', 0, ada), poison, call('8', '1')] })).toMatchObject({
      created: 2,
      rejected: 1,
    });
    expect(await interactions()).toHaveLength(1);
  });

  it.each([
    ['NUL', 'a\0b', 'ab'],
    ['a lone surrogate', 'a\ud800b', 'a�b'],
    ['an escaped escape', 'a\\u0000b', 'a\\u0000b'],
  ])('stores text with %s', async (_, name, stored) => {
    await crm.commit({ records: [person('1', 0, { fields: { givenName: name } })] });
    expect((await customers())[0]!.display_name).toBe(stored);
  });

  it('leaves a tombstone, keeps the history, and revives', async () => {
    await crm.commit({ records: [person('1', 0, ada), call('9', '1')] });
    expect(await crm.commit({ deleted: [{ object: 'contact', id: '1', deletedAt: at(5) }] })).toMatchObject({
      deleted: 1,
    });
    expect((await customers())[0]!.deleted_at!.toISOString()).toBe(at(5));
    expect((await interactions())[0]!.customer_id).toBe((await customers())[0]!.id);
    expect(await crm.commit({ deleted: [{ object: 'contact', id: '1', deletedAt: at(5) }] })).toMatchObject({
      deleted: 0,
    });
    await crm.commit({ records: [person('1', 4, ada)] });
    expect((await customers())[0]!.deleted_at).not.toBeNull();
    await crm.commit({ records: [person('1', 6, ada)] });
    expect(await customers()).toMatchObject([{ deleted_at: null, display_name: 'Ada Byron' }]);
    expect(await world.sql.one(`select records from stream_state`)).toEqual({ records: 2 });
  });

  it('H16: A and B merged into C are one person with all their history, in any order, also over two merges', async () => {
    const merged = (id: string, into: string, minutes: number) => ({
      object: 'contact',
      id,
      deletedAt: at(minutes),
      mergedInto: into,
    });
    await crm.commit({ records: [person('a', 0, { fields: { givenName: 'A' } }), call('1', 'a')] });
    await crm.commit({ deleted: [merged('a', 'c', 5)] });
    await crm.commit({
      records: [person('b', 0, { fields: { givenName: 'B' } }), call('2', 'b'), person('d', 0), call('4', 'd')],
    });
    await crm.commit({
      records: [person('c', 5, { externalIds: ['contact/a', 'contact/b'], fields: { givenName: 'C' } })],
      deleted: [merged('b', 'c', 5)],
    });
    await crm.commit({
      records: [person('e', 9, { externalIds: ['contact/c', 'contact/d'], fields: { givenName: 'E' } })],
      deleted: [merged('c', 'e', 9), merged('d', 'e', 9)],
    });
    const all = await customers();
    expect(all).toMatchObject([{ display_name: 'E', deleted_at: null }]);
    expect((await interactions()).map(row => row.customer_id)).toEqual([all[0]!.id, all[0]!.id, all[0]!.id]);
  });

  it('follows links, the removed ones too', async () => {
    const links = (minutes: number, ...to: string[]) =>
      raw('association:ticket:contact', '5', minutes, {
        type: 'links',
        from: { object: 'ticket', id: '5' },
        role: 'customer',
        toObject: 'contact',
        to,
      });
    const ticket = raw('ticket', '5', 1, { type: 'interaction', kind: 'SUPPORT_CASE', occurredAt: at(1) });
    await crm.commit({ records: [links(2, '2', '1')] });
    await crm.commit({ records: [ticket, person('1', 0, ada), person('2', 0, { emails: ['bo@mail.example'] })] });
    const [one, two] = await customers();
    expect((await interactions())[0]!.customer_id).toBe(two!.id);
    await crm.commit({ records: [links(3, '1')] });
    expect((await interactions())[0]!.customer_id).toBe(one!.id);
    expect((await customers()).map(row => row.last_interaction_at === null)).toEqual([false, true]);
    await crm.commit({ records: [links(4)] });
    expect((await interactions())[0]!.customer_id).toBeNull();
  });
});
