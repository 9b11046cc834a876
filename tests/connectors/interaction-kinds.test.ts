// Kinds of interactions: one record each, from which everything that asks for a kind follows. One more is added to a copy.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INTERACTION_KINDS, kindOf, kindsWhere } from '../../connectors/interaction-kinds.ts';
import type { refresh } from '../../src/derive/refresh/refresh.ts';
import type * as rows from '../support/rows.ts';
import type { startTestServer, TestServer } from '../support/serve.ts';
import { copyTree, type TreeCopy } from '../support/tree-copy.ts';

const TELEGRAM = `  TELEGRAM: {
    description: 'A message by wire.',
    words: ['telegram', 'telegrams'],
    type: 'Conversation',
    author: 'CUSTOMER',
    counts: 'HANDLE',
  },`;

interface Read {
  readonly interactions: { readonly nodes: readonly { readonly kind: string; readonly sentiment: number | null }[] };
}

let copy: TreeCopy;
let server: TestServer;

beforeAll(async () => {
  copy = copyTree();
  copy.addLine('connectors/interaction-kinds.ts', TELEGRAM, '  OTHER: {');
  server = await (
    await copy.load<{ startTestServer: typeof startTestServer }>('tests/support/serve.ts')
  ).startTestServer();
  const at = '2026-03-10T12:00:00Z';
  const customer = { email: 'ada@example.com' };
  const interactions = [
    { id: 'w', kind: 'TELEGRAM', occurredAt: at, customer, body: 'This was wonderful, thank you so much!' },
    { id: 'm', kind: 'MEETING', occurredAt: at, customer, body: 'This was wonderful, thank you so much!' },
  ];
  const { data, errors } = await server.ask(
    'mutation ($interactions: [RecordInteractionInput!]!) { recordInteractions(interactions: $interactions) { accepted } }',
    { interactions },
  );
  expect([data, errors]).toEqual([{ recordInteractions: { accepted: 2 } }, undefined]);
  const { insertConnection, insertInteraction } = await copy.load<typeof rows>('tests/support/rows.ts');
  const source = await insertConnection(server.world.sql, 'hubspot');
  await insertInteraction(server.world.sql, source, { kind: 'TELEGRAM', occurred_at: at, duration_seconds: 3600 });
  await insertInteraction(server.world.sql, source, { kind: 'MEETING', occurred_at: at, duration_seconds: 60 });
  const refreshing = await copy.load<{ refresh: typeof refresh }>('src/derive/refresh/refresh.ts');
  await refreshing.refresh(server.world.sql, { anew: true });
}, 120_000);
afterAll(async () => {
  await server?.close();
  copy?.remove();
});

describe('one record more', () => {
  it('is a value of the API, with its sentence', async () => {
    const { data } = await server.ask('{ __type(name: "InteractionKind") { enumValues { name description } } }');
    const { enumValues: values } = data!.__type as unknown as { enumValues: { name: string; description: string }[] };
    expect(values.map(({ name }) => name)).toEqual([...INTERACTION_KINDS.slice(0, -1), 'TELEGRAM', 'OTHER']);
    expect(values.at(-2)!.description).toBe('A message by wire.');
  });

  it('is read as its type, and its text as whose it is', async () => {
    const { data } = await server.ask(
      '{ customer(by: {email: "ada@example.com"}) { interactions(first: 5) { nodes { __typename kind sentiment } } } }',
    );
    const { nodes } = (data!.customer as unknown as Read).interactions;
    const of = (kind: string) => nodes.find(node => node.kind === kind)!;
    expect(of('TELEGRAM')).toMatchObject({ __typename: 'Conversation' });
    expect(of('TELEGRAM').sentiment).toBeGreaterThan(0);
    expect(of('MEETING')).toMatchObject({ __typename: 'Activity', sentiment: null });
  });

  it('is counted by metrics', async () => {
    const { data } = await server.ask(
      '{ metric(metric: HANDLE_TIME, during: {from: "2026-03-01", to: "2026-03-31"}) { groups { total { n } } } }',
    );
    expect(data!.metric).toEqual({ groups: [{ total: { n: 1 } }] });
  });

  it('stands in rules, by its own words', async () => {
    const { data, errors } = await server.ask(
      `mutation { saveSegment(input: {key: "taught", name: "Taught", rule: {interaction: {kind: TELEGRAM, within: "P90D", count: {gte: 3}}}}) { ruleText } }`,
    );
    expect([data, errors]).toEqual([
      { saveSegment: { ruleText: 'at least 3 telegrams in the last 90 days' } },
      undefined,
    ]);
  });
});

describe('a list of kinds', () => {
  it('is of those that are alike, and a kind that is gone is none', () => {
    expect(kindsWhere(({ counts }) => counts === 'HANDLE')).toEqual(['CALL', 'CHAT']);
    expect(kindsWhere(({ type }) => type === 'SupportCase')).toEqual(['SUPPORT_CASE']);
    expect(kindOf('FAX')).toBeNull();
  });
});
