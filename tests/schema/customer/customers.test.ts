// Customers are found by filter and search as a plain recount finds them.
import { graphql } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSchema } from '../../../schema/create-schema.ts';
import { createTestContext, type TestContext } from '../../support/context.ts';
import { insert, insertConnection, insertPerson } from '../../support/rows.ts';

const schema = createSchema();
let world: TestContext;
let account: number;

const PEOPLE = [
  {
    name: 'Ada Lovelace',
    email: 'ada@engines.example',
    country: 'GB',
    stage: 'CUSTOMER',
    seen: '2026-01-01T00:00:00Z',
  },
  { name: 'Charles Babbage', email: 'charles@engines.example', country: 'GB', stage: 'LEAD', seen: null },
  {
    name: 'Émilie du Châtelet',
    email: 'emilie@cirey.example',
    country: 'FR',
    stage: null,
    seen: '2026-02-01T00:00:00Z',
  },
  { name: '100% Sale_', email: 'sale@shop.example', country: null, stage: 'OTHER', seen: '2026-03-01T00:00:00Z' },
];

beforeAll(async () => {
  world = await createTestContext();
  const { sql } = world;
  const hub = await insertConnection(sql, 'hubspot');
  const old = await insert(sql, 'account', { name: 'Old name' });
  account = await insert(sql, 'account', { name: 'Engines' });
  await sql.query('update account set merged_into = $1, deleted_at = now() where id = $2', [account, old]);
  for (const [at, person] of PEOPLE.entries()) {
    const id = await insert(sql, 'customer', {
      display_name: person.name,
      emails: [person.email],
      country: person.country,
      lifecycle_stage: person.stage,
      account_id: person.email.includes('engines') ? account : null,
      last_interaction_at: person.seen,
      search_text: `${person.name} ${person.email}`.toLowerCase(),
      created_at: `2026-0${at + 1}-01T00:00:00Z`,
    });
    const record = await insertPerson(sql, hub, id, {});
    await insert(sql, 'identifier', { kind: 'EMAIL', value: person.email, record_id: record, linking: true });
    // Two people on one number; an address that only a deleted record had.
    await insert(sql, 'identifier', {
      kind: 'PHONE',
      value: at < 2 ? '+4930901820' : `+493090182${at}`,
      record_id: record,
      linking: false,
    });
    if (at === 0)
      await insert(sql, 'identifier', { kind: 'EMAIL', value: 'ada@gone.example', record_id: record, linking: true });
  }
});
afterAll(() => world.close());

async function ask(source: string): Promise<Record<string, unknown>> {
  const result = await graphql({ schema, source, contextValue: world.fork() });
  if (result.errors) throw result.errors[0];
  return result.data as Record<string, unknown>;
}

const list = async (args: string) => {
  const { customers } = await ask(`{ customers(${args}) { totalCount nodes { displayName } } }`);
  const { totalCount, nodes } = customers as { totalCount: number; nodes: { displayName: string }[] };
  expect(totalCount).toBe(nodes.length);
  return nodes.map(node => node.displayName.split(' ')[0]);
};

it.each([
  ['where: { email: " ADA@engines.example" }', ['Ada']],
  ['where: { email: "ada@gone.example" }', []],
  ['where: { email: "no address" }', []],
  ['where: { country: ["GB", "FR"] }', ['Ada', 'Charles', 'Émilie']],
  ['where: { country: [] }', []],
  ['where: { lifecycleStage: [LEAD, OTHER] }', ['Charles', '100%']],
  ['where: { account: "account_2", country: ["GB"] }', ['Ada', 'Charles']],
  ['where: { account: "account_1" }', ['Ada', 'Charles']],
  ['where: { createdAt: { from: "2026-02-01T00:00:00Z", to: "2026-03-01T00:00:00Z" } }', ['Charles']],
  ['where: { lastInteractionAt: { from: "2026-02-01T00:00:00Z" } }', ['Émilie', '100%']],
  ['search: "LOVE ada"', ['Ada']],
  ['search: "engines"', ['Ada', 'Charles']],
  ['search: "châtel"', ['Émilie']],
  ['search: "100%"', ['100%']],
  ['search: "sale_"', ['100%']],
  ['search: "s_le"', []],
  ['search: " "', ['Ada', 'Charles', 'Émilie', '100%']],
  ['orderBy: { field: LAST_INTERACTION_AT, direction: DESC }', ['100%', 'Émilie', 'Ada', 'Charles']],
  ['orderBy: { field: LAST_INTERACTION_AT }', ['Charles', 'Ada', 'Émilie', '100%']],
])('customers(%s)', async (args, found) => {
  expect(await list(args)).toEqual(found);
});

it.each([
  ['email: "Ada@Engines.example "', 'Ada Lovelace'],
  ['phone: "+49 30 901822"', 'Émilie du Châtelet'],
  // More than one has it, so nobody is meant.
  ['phone: "+49 30 901820"', undefined],
  ['phone: "call me"', undefined],
])('customer(by: { %s })', async (by, name) => {
  const { customer } = await ask(`{ customer(by: { ${by} }) { displayName } }`);
  expect((customer as { displayName: string } | null)?.displayName).toBe(name);
});
