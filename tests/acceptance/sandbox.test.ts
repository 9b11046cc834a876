// After the first sync: as many customers as there are people, and everything either CRM holds is found from them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../support/serve.ts';
import { happenings, ledger, refOf, responders, scores } from './oracle.ts';
import { CONNECTORS, createStage, type RunReport, SOURCES, type Stage } from './stage.ts';

const PEOPLE = 3000;
/** Fields at the top of one request. */
const AT_ONCE = 10;

let server: TestServer;
let stage: Stage;
const runs: Record<string, RunReport> = {};
const customers = new Map<string, Found>();

interface Found {
  readonly id: string;
  readonly sourceRecords: {
    connection: { key: string };
    object: string;
    externalId: string;
    deletedAt: string | null;
  }[];
}

beforeAll(async () => {
  server = await startTestServer({ connectors: CONNECTORS });
  stage = await createStage({ people: PEOPLE, world: server.world });
  for (const source of SOURCES) runs[source] = await stage.sync(source, 'FULL');
  const { people } = stage.sandbox.world;
  await lookUp(people.flatMap(({ records, aliases }) => [...records, ...aliases].map(refOf)));
}, 120_000);
afterAll(async () => {
  await stage?.close();
  await server?.close();
});

/** Asks the API for the customer behind each ref. */
async function lookUp(refs: readonly string[]): Promise<void> {
  for (let i = 0; i < refs.length; i += AT_ONCE) {
    const batch = refs.slice(i, i + AT_ONCE);
    const fields = batch.map((ref, n) => {
      const [, source, object, id] = /^(\w+):(\w+)\/(.*)$/.exec(ref)!;
      return `c${n}: customer(by: {external: {source: "${source}", object: "${object}", id: "${id}"}}) { ...found }`;
    });
    const { data, errors } = await server.ask(
      `query { ${fields.join('\n')} } fragment found on Customer { id sourceRecords { connection { key } object externalId deletedAt } }`,
    );
    expect(errors).toBeUndefined();
    for (const [n, ref] of batch.entries()) {
      const found = (data as unknown as Record<string, Found | null>)[`c${n}`];
      if (found) customers.set(ref, found);
    }
  }
}

describe('after the first sync of the sandbox', () => {
  it('both runs have succeeded, and rejected nothing', () => {
    for (const source of SOURCES) {
      expect(runs[source]).toMatchObject({ status: 'SUCCEEDED', error: null, mode: 'FULL' });
      expect(runs[source]!.counts).toMatchObject({ updated: 0, deleted: 0, rejected: 0 });
      expect(runs[source]!.counts.created).toBe(runs[source]!.counts.read);
    }
  });

  it('there are as many customers as people', async () => {
    const { people } = stage.sandbox.world;
    expect(people).toHaveLength(PEOPLE);
    const { data } = await server.ask('{ customers(first: 1) { totalCount } }');
    expect(data).toEqual({ customers: { totalCount: PEOPLE } });
  });

  it('all records of a person, and all ids merged into them, lead to one customer, who is nobody else', () => {
    const owners = new Map<string, string>();
    for (const { key, records, aliases } of stage.sandbox.world.people) {
      const ids = [...records, ...aliases].map(
        record => customers.get(refOf(record))?.id ?? `none for ${refOf(record)}`,
      );
      expect(new Set(ids), key).toHaveLength(1);
      expect(owners.get(ids[0]!), `${key} shares a customer`).toBeUndefined();
      owners.set(ids[0]!, key);
    }
    expect(owners.size).toBe(PEOPLE);
  });

  it('every live record of a person is among its customer’s source records, and no other is', () => {
    for (const { key, records } of stage.sandbox.world.people) {
      const shown = customers.get(refOf(records[0]!))!.sourceRecords.filter(record => record.deletedAt === null);
      const refs = shown.map(({ connection, object, externalId }) => `${connection.key}:${object}/${externalId}`);
      expect(refs.sort(), key).toEqual(records.map(refOf).sort());
    }
  });

  it('each stream holds as many records as its source, by the ledger, by the source’s word and by a recount', async () => {
    const truth = ledger(stage.sandbox);
    const rows = await stage.world.sql.query<{ stream: string; records: number; source_count: number; held: number }>(
      `select c.key || ' ' || t.stream as stream, t.records, t.source_count, (
         select count(*)::int from source_record s where s.connection_id = c.id and s.deleted_at is null
         and s.object = any($1::text[]) and s.object in (t.stream, left(t.stream, -1), case t.stream when 'companies' then 'company' end)
       ) as held
       from stream_state t join connection c on c.id = t.connection_id where t.source_count is not null order by 1`,
      [CONNECTORS.flatMap(connector => connector.streams.flatMap(stream => stream.objects))],
    );
    expect(rows.length).toBeGreaterThan(25);
    for (const row of rows) {
      const n = truth[row.stream];
      expect(row).toEqual({ stream: row.stream, records: n, source_count: n, held: n });
    }
  });

  it('counts the records of streams without a count of their own', async () => {
    const rows = await stage.world.sql.query<{ stream: string; records: number; held: number }>(
      `select t.stream, t.records, count(s.id)::int as held
       from stream_state t join unnest($1::text[], $2::text[]) as o(stream, object) on o.stream = t.stream
       join source_record s on s.connection_id = t.connection_id and s.object = o.object and s.deleted_at is null
       group by 1, 2`,
      objectsOfStreams(),
    );
    expect(rows.map(row => row.stream)).toContain('associations');
    for (const row of rows) expect(row.records, row.stream).toBe(row.held);
  });
});

function objectsOfStreams(): [string[], string[]] {
  const pairs = CONNECTORS.flatMap(({ streams }) =>
    streams.flatMap(stream => stream.objects.map(object => [stream.name, object] as const)),
  );
  return [pairs.map(([stream]) => stream), pairs.map(([, object]) => object)];
}

describe('what happened with them', () => {
  it('is there once, of the right kind, and with the right customer', async () => {
    const expected = happenings(stage.sandbox);
    const rows = await stage.world.sql.query<{ ref: string; kind: string; customer: number | null }>(
      `select ref, kind, customer_id as customer from interaction`,
    );
    expect(rows).toHaveLength(expected.length);
    const found = new Map(rows.map(row => [row.ref, row]));
    let named = 0;
    for (const { ref, kind, who } of expected) {
      expect(found.get(ref)?.kind, ref).toBe(kind);
      if (who.length === 0) continue;
      named += 1;
      const owners = who.map(person => customers.get(person)?.id);
      expect(owners, ref).toContain(`customer_${found.get(ref)!.customer}`);
    }
    expect(named).toBeGreaterThan(PEOPLE);
  });

  it('can be asked of a customer, down to the raw record', async () => {
    const { records } = stage.sandbox.world.people[0]!;
    const refs = new Set(records.map(refOf));
    const theirs = happenings(stage.sandbox).filter(({ who }) => who.some(person => refs.has(person)));
    expect(theirs.length).toBeGreaterThan(0);
    const { data } = await server.ask(
      `query ($id: ID!) { customer(by: {id: $id}) { interactions(first: 100) { nodes { kind sourceRecords { connection { key } object externalId } } } } }`,
      { id: customers.get([...refs][0]!)!.id },
    );
    const nodes = (
      data as unknown as { customer: { interactions: { nodes: { sourceRecords: Found['sourceRecords'] }[] } } }
    ).customer.interactions.nodes;
    const shown = nodes.map(({ sourceRecords: [raw] }) => `${raw!.connection.key}:${raw!.object}/${raw!.externalId}`);
    expect(shown.sort()).toEqual(theirs.map(({ ref }) => ref).sort());
  });

  it('survey answers have the scores that were given, from whom gave them', async () => {
    const rows = await stage.world.sql.query<{ key: string; n: number }>(
      `select q.measure || ' ' || a.score as key, count(*)::int as n
       from survey_answer a join survey_question q on q.id = a.question_id where a.score is not null group by 1`,
    );
    expect(Object.fromEntries(rows.map(({ key, n }) => [key, n]))).toEqual(scores(stage.sandbox));
    const responses = await stage.world.sql.query<{ ref: string; customer: number | null }>(
      `select ref, customer_id as customer from survey_response`,
    );
    const givers = responders(stage.sandbox);
    expect(responses).toHaveLength(givers.size);
    for (const { ref, customer } of responses)
      expect(`customer_${customer}`, ref).toBe(customers.get(givers.get(ref)!)?.id);
  });
});
