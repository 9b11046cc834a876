// Sources that serve hostile values at every property, and pages of wrong shapes: a sync ends, and all else is as it was.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refresh } from '../../src/derive/refresh/refresh.ts';
import { startTestServer, type TestServer } from '../support/serve.ts';
import { crmsOf } from './crms.ts';
import { addToHubSpot, addToSalesforce, type HostileRecord } from './hunter/hostile-records.ts';
import { CONNECTORS, createStage, type RunReport, SOURCES, type Stage } from './stage.ts';

const PEOPLE = 60;
let server: TestServer;
let stage: Stage;
const made: Record<string, HostileRecord[]> = {};
const runs: Record<string, RunReport> = {};

beforeAll(async () => {
  server = await startTestServer({ connectors: CONNECTORS });
  stage = await createStage({ people: PEOPLE, world: server.world });
  const { hubspot, salesforce } = crmsOf(stage.sandbox);
  made.hubspot = addToHubSpot(hubspot);
  made.salesforce = addToSalesforce(salesforce);
  for (const source of SOURCES) runs[source] = await stage.sync(source, 'FULL');
  const total = made.hubspot.length + made.salesforce.length;
  const rejected = SOURCES.reduce((sum, source) => sum + runs[source]!.counts.rejected, 0);
  console.log(`hunter: ${total} hostile records through both sources, ${rejected} rejected`);
}, 300_000);
afterAll(async () => {
  await stage?.close();
  await server?.close();
});

describe.each(SOURCES)('a sync of hostile records from %s', source => {
  it('ends well', () => {
    const failed = [...runs[source]!.streams.values()].filter(({ status }) => status !== 'SUCCEEDED');
    expect(failed.map(({ stream, error }) => `${stream}: ${error}`)).toEqual([]);
    expect(runs[source]).toMatchObject({ status: 'SUCCEEDED', error: null });
  });

  it('takes each, or lists it with its reason', async () => {
    const told = await stage.world.sql.query<{ id: string }>(
      `select external_id as id from source_record where external_id = any($1)
       union select external_id from rejected_record where external_id = any($1) and reason <> ''`,
      [made[source]!.map(({ id }) => id)],
    );
    const known = new Set(told.map(({ id }) => id));
    expect(made[source]!.filter(({ id }) => !known.has(id)).map(({ about }) => about)).toEqual([]);
  });

  it('takes every ordinary one', async () => {
    const hostile = made[source]!.map(({ id }) => id);
    const rejected = await stage.world.sql.query<{ id: string; reason: string }>(
      `select r.external_id as id, r.reason from rejected_record r join connection c on c.id = r.connection_id
       where c.key = $1 and not r.external_id = any($2)`,
      [source, hostile],
    );
    expect(rejected).toEqual([]);
  });
});

describe('what is made of them', () => {
  it('can be refreshed, and leaves nothing to do', async () => {
    await refresh(stage.world.sql);
    expect(await stage.world.sql.query('select * from change_mark limit 5')).toEqual([]);
  }, 60_000);

  it.each([
    '{ metric(metric: REVENUE, during: {from: "2024-01-01", to: "2026-12-31"}, where: {currency: "EUR"}) { groups { total { value } } } }',
    '{ metric(metric: CASE_VOLUME, during: {from: "2024-01-01", to: "2026-12-31"}) { groups { total { value } } } }',
    '{ metric(metric: SENTIMENT, during: {from: "2024-01-01", to: "2026-12-31"}) { groups { total { value } } } }',
    '{ metric(metric: RESOLUTION_TIME, during: {from: "2024-01-01", to: "2026-12-31"}) { groups { total { value } } } }',
  ])('is counted: %s', async query => {
    const { errors, data } = await server.ask(query);
    expect(errors).toBeUndefined();
    const { groups } = data!.metric as unknown as { groups: { total: { value: number | null } }[] };
    for (const { total } of groups) expect(Math.abs(total.value ?? 0)).toBeLessThan(1e12);
  });

  it('can be read, to the last page', async () => {
    const lists = {
      customers:
        'displayName email emails phone country language jobTitle createdAt traits { key value } lastInteractionAt',
      accounts: 'name domain country industry employees annualRevenue { amount currency }',
      interactions: 'kind subject body channel touchpoint occurredAt endedAt sentiment sourceRecords { payload }',
      rejectedRecords: 'object reason payload',
    };
    for (const [list, fields] of Object.entries(lists)) {
      let after: string | null = null;
      do {
        const { data, errors } = await server.ask(
          `query ($after: String) { list: ${list}(first: 100, after: $after) { nodes { id ${fields} } pageInfo { hasNextPage endCursor } } }`,
          { after },
        );
        expect(errors, list).toBeUndefined();
        const { pageInfo } = data!.list as unknown as { pageInfo: { hasNextPage: boolean; endCursor: string } };
        after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      } while (after !== null);
    }
    expect(server.logged).toEqual([]);
  }, 60_000);

  it('keeps everybody else', async () => {
    const { data } = await server.ask('{ customers(first: 1) { totalCount } }');
    const { totalCount } = data!.customers as unknown as { totalCount: number };
    expect(totalCount).toBeGreaterThanOrEqual(PEOPLE);
  });
});

describe('a page of a wrong shape', () => {
  const SHAPES: Readonly<Record<string, unknown>> = {
    'a list for an object': [],
    null: 'null',
    'text for a list': { results: 'text', records: 'text', totalSize: 'many', done: true },
    'an object for a list': { results: {}, records: {} },
    'null for a record': { results: [null], records: [null], totalSize: 1, done: true },
    'records without properties': { results: [{ id: '1' }], records: [{}], totalSize: 1, done: true },
    'a number for an id': { results: [{ id: 7, properties: [] }], records: [{ Id: 7 }], totalSize: 1, done: true },
    HTML: '<html><body>Maintenance</body></html>',
  };

  it.each(Object.entries(SHAPES))(
    '%s is not taken for data, and the next sync goes on',
    async (_, shape) => {
      const body = typeof shape === 'string' ? shape : JSON.stringify(shape);
      const reply = { status: 200, headers: { 'content-type': 'application/json' }, body };
      for (const server of stage.servers)
        server.fail({ route: /contacts|query/, effect: { reply }, calls: n => n === 1 });
      const count = 'select count(*)::int as n from customer where deleted_at is null and merged_into is null';
      const before = await stage.world.sql.one(count);
      for (const source of SOURCES) {
        await stage.sync(source, 'INCREMENTAL');
        for (const server of stage.servers) server.heal();
        expect(await stage.sync(source, 'INCREMENTAL')).toMatchObject({ status: 'SUCCEEDED' });
      }
      expect(await stage.world.sql.one(count)).toEqual(before);
    },
    60_000,
  );
});
