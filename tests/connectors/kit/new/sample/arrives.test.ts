// Sample's records on their whole way: over HTTP, through a sync, into PostgreSQL.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Connector } from '../../../../../connectors/contract.ts';
import { type SampleFake, startSampleFake } from '../../../../../connectors/kit/new/sample/fake/index.ts';
import { connector } from '../../../../../connectors/kit/new/sample/index.ts';
import { connect } from '../../../../../src/ingest/sync/connections.ts';
import { startSync } from '../../../../../src/ingest/sync/runs.ts';
import { workRun } from '../../../../../src/ingest/sync/work-run.ts';
import { createTestContext, type TestContext } from '../../../../support/context.ts';

let fake: SampleFake;
let world: TestContext;
beforeAll(async () => {
  fake = await startSampleFake();
  fake.put('customers', 'c1', { name: 'Ada Linde', email: 'ada@example.org' });
  fake.put('tickets', 't1', { customer_id: 'c1', subject: 'Help', opened_at: '2026-03-01T10:00:00Z' });
  world = await createTestContext({ connectors: [connector as Connector] });
});
afterAll(async () => {
  await world?.close();
  await fake?.close();
});

it('the first customer and their first ticket are there after the first sync', async () => {
  const wanted = { connector: 'sample', key: 'sample', name: 'Sample', config: { ...fake.config } };
  const { id } = await connect(world.fork(), wanted);
  const run = await startSync(world.fork(), { connection: id, mode: 'FULL' });
  expect(await workRun(world.fork(), run.id, new AbortController().signal)).toEqual({});
  const found = await world.sql.query(
    `select c.email, i.kind, i.subject from customer c join interaction i on i.customer_id = c.id`,
  );
  expect(found).toEqual([{ email: 'ada@example.org', kind: 'SUPPORT_CASE', subject: 'Help' }]);
});
