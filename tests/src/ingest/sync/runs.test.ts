// Starting and stopping runs, and taking up what nobody works.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createNotifications } from '../../../../src/base/database/notifications.ts';
import { encodeId } from '../../../../src/base/ids.ts';
import { connect, updateConnection } from '../../../../src/ingest/sync/connections.ts';
import { cancelSync, failRun, startSync } from '../../../../src/ingest/sync/runs.ts';
import { startScheduledSync } from '../../../../src/ingest/sync/scheduled.ts';
import { resumeInterrupted, takeUpRuns } from '../../../../src/ingest/sync/sweep.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { toyConnector } from '../../../support/toy-connector.ts';

let world: TestContext;
let connection: number;
beforeAll(async () => {
  world = await createTestContext({ connectors: [toyConnector()] });
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.sql.query('truncate sync_run, stream_run, stream_state');
  await world.sql.query(`delete from connection where key <> 'api'`);
  connection = (await connect(world.ctx, { connector: 'toy', key: 'mine', name: 'Mine', config: { token: 'long' } }))
    .id;
  world.jobs.added.length = 0;
});

const synced = () =>
  world.sql.query(`insert into stream_state (connection_id, stream, cursor) values ($1, 'people', '{"at": 1}')`, [
    connection,
  ]);
const finish = () => world.sql.query(`update sync_run set status = 'SUCCEEDED'`);
const lease = (interval: string) =>
  world.sql.query(
    `update connection set lease_token = lease_token + 1, lease_holder = 'x', lease_expires_at = now() + $2::interval where id = $1`,
    [connection, interval],
  );
const streamsOf = async (run: number) =>
  (
    await world.sql.query<{ stream: string }>('select stream from stream_run where run_id = $1 order by position', [
      run,
    ])
  ).map(row => row.stream);

test('the first run is full whatever was asked, a later one is as asked', async () => {
  const first = await startSync(world.ctx, { connection: 'mine', mode: 'INCREMENTAL' });
  expect(first).toMatchObject({ mode: 'FULL', status: 'QUEUED', trigger: 'MANUAL', dryRun: false });
  expect(await streamsOf(first.id)).toEqual(['owners', 'people', 'cases']);
  expect(world.jobs.added).toEqual([{ name: 'run-sync', payload: { run: first.id }, id: `run-sync-${first.id}` }]);
  await finish();
  await synced();
  expect((await startSync(world.ctx, { connection, mode: 'INCREMENTAL' })).mode).toBe('INCREMENTAL');
});

test('only streams that are switched on, or that are asked for, in the connector’s order', async () => {
  await updateConnection(world.ctx, connection, { streams: ['people', 'cases'] });
  expect(await streamsOf((await startSync(world.ctx, { connection, mode: 'FULL' })).id)).toEqual(['people', 'cases']);
  await finish();
  const asked = await startSync(world.ctx, { connection, mode: 'FULL', streams: ['cases', 'owners'] });
  expect(await streamsOf(asked.id)).toEqual(['owners', 'cases']);
  await expect(startSync(world.ctx, { connection, mode: 'FULL', streams: ['x'] })).rejects.toThrow(
    /There are: owners, people, cases/,
  );
});

test('of many that start at once one does, and the others are told its id', async () => {
  const tries = await Promise.allSettled(
    Array.from({ length: 6 }, () => startSync(world.fork(), { connection, mode: 'FULL' })),
  );
  const started = tries.flatMap(one => (one.status === 'fulfilled' ? [one.value] : []));
  expect(started).toHaveLength(1);
  for (const one of tries)
    if (one.status === 'rejected')
      expect(one.reason).toMatchObject({ code: 'CONFLICT', details: { run: encodeId('run', started[0]!.id) } });
});

test('the same idempotency key gives the same run, even after it ended; another input does not', async () => {
  const input = { connection, mode: 'INCREMENTAL', idempotencyKey: 'once' } as const;
  const first = await startSync(world.ctx, input);
  await finish();
  expect((await startSync(world.fork(), input)).id).toBe(first.id);
  await expect(startSync(world.ctx, { ...input, dryRun: true })).rejects.toMatchObject({ code: 'CONFLICT' });
});

test('the same idempotency key many times at once starts one run', async () => {
  const input = { connection, mode: 'FULL', idempotencyKey: 'parallel' } as const;
  const runs = await Promise.all(Array.from({ length: 6 }, () => startSync(world.fork(), input)));
  expect(new Set(runs.map(run => run.id)).size).toBe(1);
});

test('a paused or refused connection says so', async () => {
  await updateConnection(world.ctx, connection, { paused: true });
  await expect(startSync(world.ctx, { connection, mode: 'FULL' })).rejects.toMatchObject({
    code: 'CONFLICT',
    message: expect.stringMatching(/paused/),
  });
  await updateConnection(world.ctx, connection, { paused: false });
  await world.sql.query(`update connection set status = 'UNAUTHORIZED', status_message = 'expired' where id = $1`, [
    connection,
  ]);
  await expect(startSync(world.ctx, { connection, mode: 'FULL' })).rejects.toMatchObject({
    code: 'SOURCE_UNAUTHORIZED',
    message: expect.stringMatching(/expired/),
  });
});

test('who follows a run hears of its end', async () => {
  const heard: (string | null)[] = [];
  const notifications = createNotifications(world.url, world.ctx.log);
  await notifications.listen('cxgraph_sync_run', payload => heard.push(payload));
  const cancelled = await startSync(world.ctx, { connection, mode: 'FULL' });
  await cancelSync(world.ctx, cancelled.id);
  await expect.poll(() => heard).toContain(String(cancelled.id));
  const failed = await startSync(world.ctx, { connection, mode: 'FULL' });
  await failRun(world.ctx, failed.id, new Error('x'));
  await expect.poll(() => heard).toContain(String(failed.id));
  await notifications.close();
});

test('a run that nobody works is cancelled at once, one at work is asked to stop, one that ended stays', async () => {
  const queued = await startSync(world.ctx, { connection, mode: 'FULL' });
  expect((await cancelSync(world.ctx, queued.id)).status).toBe('CANCELLED');
  const worked = await startSync(world.ctx, { connection, mode: 'FULL' });
  await lease('30 s');
  expect(await cancelSync(world.ctx, worked.id)).toMatchObject({ status: 'QUEUED', cancelRequested: true });
  await finish();
  expect((await cancelSync(world.ctx, worked.id)).status).toBe('SUCCEEDED');
  await expect(cancelSync(world.ctx, 999_999)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('a schedule falls due in silence while the connection cannot be synced', async () => {
  await startScheduledSync(world.ctx, connection);
  await startScheduledSync(world.ctx, connection);
  await startScheduledSync(world.ctx, 999_999);
  expect(await world.sql.query('select trigger from sync_run')).toEqual([{ trigger: 'SCHEDULE' }]);
});

test.each([
  ['nobody works', '-1 s', null, 1],
  ['somebody works', '30 s', null, 0],
  ['is parked', '-1 s', '1 hour', 0],
  ['was parked until now', '-1 s', '-1 s', 1],
])('a run that %s is taken up as it should be', async (_, expires, resume, times) => {
  await startSync(world.ctx, { connection, mode: 'FULL' });
  world.jobs.added.length = 0;
  await lease(expires);
  await world.sql.query(`update sync_run set status = 'RUNNING', resume_at = now() + $1::interval`, [resume]);
  await takeUpRuns(world.ctx);
  expect(world.jobs.added).toHaveLength(times);
});

test('when no other worker can live, leases end and interrupted runs get a job of another id', async () => {
  const run = await startSync(world.ctx, { connection, mode: 'FULL' });
  await lease('30 s');
  await world.sql.query(`update sync_run set status = 'RUNNING'`);
  world.jobs.added.length = 0;
  await resumeInterrupted(world.ctx);
  expect(world.jobs.added).toEqual([{ name: 'run-sync', payload: { run: run.id }, id: `run-sync-${run.id}-2` }]);
  expect(
    await world.sql.query('select lease_expires_at, lease_token from connection where id = $1', [connection]),
  ).toEqual([{ lease_expires_at: null, lease_token: 2 }]);
});

test('a run that the queue gave up fails without telling internals', async () => {
  const run = await startSync(world.ctx, { connection, mode: 'FULL' });
  await failRun(world.ctx, run.id, new Error('duplicate key (email)=(ann@example.com)'));
  const [row] = await world.sql.query<{ status: string; error: string }>('select status, error from sync_run');
  expect(row).toMatchObject({ status: 'FAILED', error: expect.not.stringContaining('ann@') });
});
