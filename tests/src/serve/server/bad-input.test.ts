// What is wrong in a request is answered by a code, a field and a sentence, and never by a database error.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insert, insertConnection } from '../../../support/rows.ts';
import { startTestServer, type TestServer } from '../../../support/serve.ts';

const forged = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe.each(['never', 'always'] as const)('bad input, compiled %s', compile => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ compile });
    await insertConnection(server.world.sql, 'hubspot');
    await insert(server.world.sql, 'customer', { display_name: 'Ada' });
  });
  afterAll(() => server.close());

  const cases: [string, string, string][] = [
    ['a cursor that is none', '{ customers(after: "nonsense") { totalCount } }', 'after'],
    [
      'a cursor of another order',
      `{ customers(after: "${forged([1, 'UPDATED_AT.ASC', '2026-01-01 00:00:00+00', 1])}") { totalCount } }`,
      'after',
    ],
    [
      'a cursor with a forged key',
      `{ customers(after: "${forged([1, 'CREATED_AT.ASC', "'; drop table customer", 1])}") { totalCount } }`,
      'after',
    ],
    [
      'a cursor with an impossible day',
      `{ customers(after: "${forged([1, 'CREATED_AT.ASC', '2026-13-41 00:00:00+00', 1])}") { totalCount } }`,
      'after',
    ],
    [
      'a cursor with a number beyond all',
      `{ customers(orderBy: { field: HEALTH }, after: "${forged([1, 'HEALTH.ASC', '1e999', 1])}") { totalCount } }`,
      'after',
    ],
    [
      'a cursor with an id beyond all',
      `{ customers(after: "${forged([1, 'CREATED_AT.ASC', '2026-01-01 00:00:00+00', 1e300])}") { totalCount } }`,
      'after',
    ],
    ['first: -1', '{ customers(first: -1) { totalCount } }', 'first'],
    ['first: 0', '{ customers(first: 0) { totalCount } }', 'first'],
    ['first: 100000', '{ customers(first: 100000) { totalCount } }', 'first'],
    ['last: 101', '{ customers(last: 101) { totalCount } }', 'last'],
    ['first and last', '{ customers(first: 1, last: 1) { totalCount } }', 'last'],
    ['before with first', '{ customers(first: 1, before: "x") { totalCount } }', 'before'],
    ['after with last', '{ customers(last: 1, after: "x") { totalCount } }', 'after'],
    ['a nested first', '{ customers { nodes { interactions(first: 1000) { totalCount } } } }', 'first'],
    [
      'too many items in all',
      '{ customers(first: 100) { nodes { interactions(first: 100) { nodes { id } } surveyResponses(first: 50) { nodes { id } } } } }',
      'first',
    ],
    [
      'too many items over several fields',
      '{ a: customers(first: 100) { nodes { interactions(first: 60) { nodes { id } } } } b: customers(first: 100) { nodes { interactions(first: 60) { nodes { id } } } } }',
      'first',
    ],
    ['an id of another kind', '{ interactions(where: { customer: "account_1" }) { totalCount } }', 'where.customer'],
    ['an id that is none', '{ customers(where: { account: "7" }) { totalCount } }', 'where.account'],
    ['a connection that is none', '{ syncRuns(connection: "Hub Spot") { totalCount } }', 'connection'],
    [
      'an invalid date',
      '{ interactions(where: { occurredAt: { from: "yesterday" } }) { totalCount } }',
      'where.occurredAt.from',
    ],
    [
      'a day that does not exist',
      '{ interactions(where: { occurredAt: { to: "2026-02-30T00:00:00Z" } }) { totalCount } }',
      'where.occurredAt.to',
    ],
    ['two ways to name a customer', '{ customer(by: { email: "a@b.example", phone: "+4912345" }) { id } }', 'by'],
    ['no way to name a customer', '{ customer(by: {}) { id } }', 'by'],
  ];

  it.each(cases)('%s', async (_name, query, field) => {
    const { statements } = server.world;
    statements.length = 0;
    const { errors } = await server.ask(query);
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field });
    expect(errors?.[0]?.locations).toBeDefined();
    // What was fine before the limit was passed may have been read.
    expect(statements.length).toBeLessThanOrEqual(query.includes('b: ') ? 1 : 0);
  });

  it('names the part of a variable that is wrong', async () => {
    const query = 'query ($where: InteractionFilter) { interactions(where: $where) { totalCount } }';
    const { status, errors } = await server.ask(query, { where: { occurredAt: { from: 'soon' } } });
    expect(status).toBe(400);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'where.occurredAt.from' });
  });

  it('takes exactly one way to name a customer from variables too', async () => {
    const query = 'query ($by: CustomerBy!) { customer(by: $by) { id } }';
    const { errors } = await server.ask(query, { by: { email: 'a@b.example', phone: '+4912345' } });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'by' });
  });

  it("finds nothing for ids and values that are nobody's", async () => {
    const { data, errors } = await server.ask(`{
      customer(by: { id: "customer_999" }) { id }
      other: customer(by: { id: "account_1" }) { id }
      mail: customer(by: { email: "' or 1=1 --" }) { id }
      account(id: "nonsense") { id }
      connection(id: "unknown") { id }
      customers(search: "100%_\\\\ ada'") { totalCount }
    }`);
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      customer: null,
      other: null,
      mail: null,
      account: null,
      connection: null,
      customers: { totalCount: 0 },
    });
  });

  it('masks values that the schema does not allow', async () => {
    await server.world.sql.query(`update connection set status = 'EXPLODED' where key = 'hubspot'`);
    const { errors } = await server.ask('{ connection(id: "hubspot") { key status } }');
    expect(errors?.[0]?.extensions.code).toBe('INTERNAL_SERVER_ERROR');
    expect(errors?.[0]?.message).not.toContain('EXPLODED');
    expect(errors?.[0]?.path).toEqual(['connection', 'status']);
  });

  it('masks what is our own fault and logs it under the id it gives', async () => {
    await server.world.sql.query('alter table survey rename to survey_away');
    const { errors, data } = await server.ask('{ surveys { name } }');
    await server.world.sql.query('alter table survey_away rename to survey');
    expect(data).toEqual({ surveys: null });
    expect(errors?.[0]?.message).not.toContain('survey');
    expect(errors?.[0]?.path).toEqual(['surveys']);
    expect(errors?.[0]?.extensions.code).toBe('INTERNAL_SERVER_ERROR');
    expect(server.logged.join()).toContain(errors?.[0]?.extensions.id ?? 'no id');
  });
});
