// A connection whose data are deleted: in batches, across a crash, and against pages that are just being committed.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BEGIN_AGAIN } from '../../../../migrations/20261130050200_deletion_newest_first.ts';
import { LeaseLost } from '../../../../src/ingest/page/page.ts';
import { connect, getConnection } from '../../../../src/ingest/sync/connections.ts';
import { disconnect } from '../../../../src/ingest/sync/disconnect.ts';
import { takeLease } from '../../../../src/ingest/sync/lease.ts';
import { sweepJob } from '../../../../src/run/jobs/sweep.job.ts';
import { at, createSource, person, raw, type TestSource } from '../../../support/pipeline.ts';
import { startTestServer, type TestServer } from '../../../support/serve.ts';
import { toyConnector } from '../../../support/toy-connector.ts';

let server: TestServer;
let source: TestSource;
let n = 0;
beforeAll(async () => {
  server = await startTestServer({ connectors: [toyConnector()] });
});
afterAll(() => server.close());
beforeEach(async () => {
  n += 1;
  source = await createSource(server.world.sql, `source-${n}`);
  await server.world.sql.query(`update connection set connector = 'toy' where connector = 'test'`);
});

const people = (count: number, minutes = 0) =>
  Array.from({ length: count }, (_, i) => person(`${i}`, minutes, { emails: [`p${i}@source-${n}.example`] }));
const held = async () => {
  const row = await server.world.sql.one<{ n: number }>(
    `select (select count(*) from source_record where connection_id = $1)
       + (select count(*) from person_record where connection_id = $1)
       + (select count(*) from customer where email like $2)
       + (select count(*) from identifier where value like $2) as n`,
    [source.target.connectionId, `%@source-${n}.example`],
  );
  return row!.n;
};
const waiting = (kinds: string) =>
  server.world.sql.query(
    `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and wait_event ~ $1`,
    [kinds],
  );
const statusOf = async () => {
  const { data } = await server.ask(`{ connection(id: "source-${n}") { status } connections { key } }`);
  return data;
};
const { signal } = new AbortController();
const sweep = () => sweepJob.run(server.world.ctx, {}, { signal, lastAttempt: false });

describe('a page that is just being committed', () => {
  it.each(['before', 'after'])('leaves nothing when it began %s the deletion', async order => {
    const { sql } = server.world;
    if (order === 'after') await source.commit({ records: people(3) });
    const commit = () => source.commit({ records: people(9, 5) }).catch((error: unknown) => error);
    const remove = () => disconnect(server.world.fork(), source.target.connectionId, true);
    const [first, second] = order === 'before' ? [commit, remove] : [remove, commit];
    let outcomes: Promise<unknown>[] = [];
    await sql.transaction(async tx => {
      // The page stands still behind its check and before it waits for anybody; the deletion before its first batch.
      if (order === 'before') await tx.query('lock table source_record in share mode');
      else await tx.query(`select pg_advisory_xact_lock(hashtext('cxgraph.projection'))`);
      const started = first();
      await expect.poll(() => waiting('advisory|relation')).toHaveLength(1);
      const last = second();
      // The one waits for the other, or is refused: what it would do must not wait beside it.
      await Promise.race([last, expect.poll(() => waiting('.')).toHaveLength(2)]);
      outcomes = [started, last];
    });
    const results = await Promise.all(outcomes);
    expect(results.some(result => result instanceof LeaseLost)).toBe(order === 'after');
    expect(await held()).toBe(0);
  });
});

describe('a deletion that its program did not finish', () => {
  it('is seen, keeps its key, and is taken up by the sweep', async () => {
    await source.commit({ records: people(7) });
    const ctx = server.world.fork();
    const connection = await disconnect(ctx, source.target.connectionId, true, { batches: 1, size: 2 });
    expect(connection.deletedThrough).not.toBeNull();
    expect(await held()).toBe(5 * 4);
    expect(await statusOf()).toMatchObject({ connection: { status: 'DELETING' } });
    const again = { connector: 'toy', key: `source-${n}`, name: 'Again', config: { token: 'secret' } };
    const conflict = { code: 'CONFLICT', message: expect.stringContaining('still being deleted') };
    await expect(connect(server.world.fork(), again)).rejects.toMatchObject(conflict);
    await expect(getConnection(server.world.fork(), `source-${n}`)).rejects.toMatchObject(conflict);
    await sweep();
    expect(await held()).toBe(0);
    expect(await statusOf()).toEqual({ connection: null, connections: [] });
    expect(await connect(server.world.fork(), again)).toMatchObject({ name: 'Again', deletedThrough: null });
    await disconnect(server.world.fork(), `source-${n}`, true);
  });

  it('goes on with what an earlier version began, from the oldest to the newest', async () => {
    await source.commit({ records: people(4) });
    const { connectionId } = source.target;
    await disconnect(server.world.fork(), connectionId, false);
    await server.world.sql.query('update connection set deleted_through = 1 where id = $1', [connectionId]);
    await server.world.sql.query(BEGIN_AGAIN);
    await sweep();
    expect(await held()).toBe(0);
  });

  it('takes whatever it left beside records, in batches too', async () => {
    const { sql } = server.world;
    const { connectionId, runId } = source.target;
    await source.commit({ records: people(2) });
    await sql.query(
      `insert into rejected_record (connection_id, object, external_id, reason, payload)
       select $1, 'contact', i::text, 'no', '{}' from generate_series(1, 5) i`,
      [connectionId],
    );
    await sql.query('insert into sync_seen (run_id, source_record_id) values ($1, 1)', [runId]);
    await disconnect(server.world.fork(), connectionId, true, { size: 2 });
    const left = await sql.query(
      `select from rejected_record where connection_id = $1 union all select from sync_run where connection_id = $1
       union all select from stream_run where run_id = $2 union all select from sync_seen where run_id = $2
       union all select from stream_state where connection_id = $1`,
      [connectionId, runId],
    );
    expect(left).toEqual([]);
  });
});

it('what happened with people who come apart goes with them', async () => {
  const { sql } = server.world;
  const joining = await createSource(sql, `joining-${n}`);
  const one = { emails: [`one@source-${n}.example`] };
  const two = { emails: [`two@source-${n}.example`] };
  const call = (id: string) =>
    raw('call', id, 1, {
      type: 'interaction',
      kind: 'CALL',
      occurredAt: at(1),
      customer: { object: 'contact', id },
    });
  await joining.commit({ records: [person('9', 0, { emails: [...one.emails, ...two.emails] })] });
  await source.commit({ records: [person('1', 0, one), person('2', 0, two), call('1'), call('2')] });
  await disconnect(server.world.fork(), joining.target.connectionId, true);
  const rows = await sql.query<{ own: boolean; customer: number }>(
    `select i.customer_id as customer, i.customer_id = p.customer_id as own
     from interaction i join person_record p on p.ref = i.customer_ref where i.connection_id = $1`,
    [source.target.connectionId],
  );
  expect(rows.map(row => row.own)).toEqual([true, true]);
  expect(new Set(rows.map(row => row.customer)).size).toBe(2);
});

it('a disconnected connection has no lease to give', async () => {
  const { sql } = server.world;
  await disconnect(server.world.fork(), source.target.connectionId, false);
  const beat = async () => ({ cancel: false });
  expect(await takeLease(sql, source.target.connectionId, 'late worker', beat, signal)).toBeNull();
});
