// SQL from selections: values only as parameters, one statement text for one shape, wide objects too.
import { graphql } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSchema } from '../../../../schema/create-schema.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { insert, insertConnection, insertInteraction } from '../../../support/rows.ts';

const schema = createSchema();
let world: TestContext;
beforeAll(async () => {
  world = await createTestContext();
  const hub = await insertConnection(world.sql, 'hubspot');
  const ada = await insert(world.sql, 'customer', { display_name: "Ada 'O' $1 \\ %", search_text: "ada 'o' $1 \\ %" });
  await insertInteraction(world.sql, hub, { customer_id: ada, kind: 'SUPPORT_CASE', status: 'New', priority: 'HIGH' });
  await insertInteraction(world.sql, hub, { customer_id: ada, kind: 'PURCHASE', amount: 5, currency: 'EUR' });
});
afterAll(() => world.close());

async function ask(source: string, variableValues?: Record<string, unknown>) {
  world.statements.length = 0;
  const result = await graphql({ schema, source, variableValues, contextValue: world.fork() });
  if (result.errors) throw result.errors[0];
  return JSON.parse(JSON.stringify(result.data)) as Record<string, { nodes: Record<string, unknown>[] }>;
}

describe('values', () => {
  it.each(["'", "'; drop table customer; --", '$1', '\\', "\\'", '%', '{"a":1}', 'ada'])(
    '%j are never part of the text',
    async text => {
      const query =
        'query ($text: String!) { customers(search: $text, where: { email: $text, country: [$text] }) { nodes { id } } }';
      await ask(query, { text });
      const [statement] = world.statements;
      // One word has one condition, several have another.
      await ask(query, { text: text.replace(/\S+/g, 'other') });
      expect(world.statements[0]).toBe(statement);
    },
  );

  it.each(["'o'", '$1', '\\', '%'])('%j are found as they are', async search => {
    const data = await ask('query ($search: String) { customers(search: $search) { nodes { displayName } } }', {
      search,
    });
    expect(data.customers?.nodes).toHaveLength(1);
  });

  it('of another size give the same text', async () => {
    await ask('{ customers(first: 3) { nodes { id } } }');
    const [statement] = world.statements;
    await ask('{ customers(first: 50) { nodes { id } } }');
    expect(world.statements[0]).toBe(statement);
  });
});

describe('objects', () => {
  it('with more fields than a call takes arguments are complete', async () => {
    const leaves = 'id kind channel touchpoint direction occurredAt endedAt subject body sentiment';
    const cases = 'status priority firstResponseAt resolvedAt reopenCount contactCount';
    const branches = Array.from({ length: 45 }, (_, at) => `c${at}: customer { id }`).join(' ');
    const data = await ask(
      `{ interactions { nodes { ${leaves} ${branches} ... on SupportCase { ${cases} } ... on Purchase { amount { amount currency } } } } }`,
    );
    const [purchase, supportCase] = data.interactions!.nodes as [Record<string, unknown>, Record<string, unknown>];
    expect(Object.keys(supportCase)).toHaveLength(10 + 45 + 6);
    expect(supportCase).toMatchObject({ kind: 'SUPPORT_CASE', status: 'New', c44: { id: 'customer_1' } });
    expect(purchase).toMatchObject({
      kind: 'PURCHASE',
      amount: { amount: 5, currency: 'EUR' },
      c0: { id: 'customer_1' },
    });
  });

  it('may give one name to different things in different types', async () => {
    const data = await ask(`{ interactions { nodes {
      ... on SupportCase { it: customer { who: displayName } text: priority }
      ... on Purchase { it: customer { who: displayName id } text: subject }
    } } }`);
    expect(data.interactions?.nodes).toEqual([
      { it: { who: "Ada 'O' $1 \\ %", id: 'customer_1' }, text: null },
      { it: { who: "Ada 'O' $1 \\ %" }, text: 'HIGH' },
    ]);
  });

  it("may be asked for under names that are others' fields", async () => {
    const data = await ask(
      '{ customers { nodes { email: account { id } phone: displayName displayName: email account: interactions(first: 1) { nodes: totalCount } } } }',
    );
    expect(data.customers?.nodes).toEqual([
      { email: null, phone: "Ada 'O' $1 \\ %", displayName: null, account: { nodes: 2 } },
    ]);
  });

  it('share what fragments ask of them twice', async () => {
    const data =
      await ask(`{ customers { nodes { ...A ...A ... { interactions(first: 1) { edges { node { id } } } } } } }
      fragment A on Customer { interactions(first: 1) { edges { node { kind } cursor } } }`);
    expect(data.customers?.nodes).toEqual([
      { interactions: { edges: [{ node: { kind: 'PURCHASE', id: expect.any(String) }, cursor: expect.any(String) }] } },
    ]);
    expect(world.statements[0]?.match(/from interaction /g)).toHaveLength(1);
  });
});
