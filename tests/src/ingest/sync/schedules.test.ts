// Schedules: what is taken, what is refused, and that the queue is made to agree.
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { formatDuration, parseDuration } from '../../../../src/base/time/duration.ts';
import { connect } from '../../../../src/ingest/sync/connections.ts';
import { nextRunAt, scheduleSync, unscheduleSync, verifySchedules } from '../../../../src/ingest/sync/schedules.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { toyConnector } from '../../../support/toy-connector.ts';

let world: TestContext;
let connection: number;
beforeAll(async () => {
  world = await createTestContext({ connectors: [toyConnector()], realQueue: true });
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.sql.query(`delete from connection where key <> 'api'`);
  connection = (await connect(world.ctx, { connector: 'toy', key: 'mine', name: 'Mine', config: { token: 'long' } }))
    .id;
});

test('a cron expression is meant in its zone, on both sides of a daylight-saving night', async () => {
  await scheduleSync(world.ctx, { connection, cron: '30 4 * * *', timeZone: 'Europe/Berlin' });
  const next = (await nextRunAt(world.ctx, { id: connection }))!;
  const local = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', timeStyle: 'short' }).format(next);
  expect(local).toBe('04:30');
});

test('an interval comes again within it; without a schedule nothing does', async () => {
  expect(await nextRunAt(world.ctx, { id: connection })).toBeNull();
  const stored = await scheduleSync(world.ctx, { connection, every: 'PT15M', mode: 'FULL' });
  expect(stored).toMatchObject({
    scheduleEvery: 900_000,
    scheduleCron: null,
    scheduleTimeZone: 'UTC',
    scheduleMode: 'FULL',
  });
  const next = await nextRunAt(world.ctx, { id: connection });
  expect(next!.getTime() - Date.now()).toBeLessThanOrEqual(900_000);
  expect(await unscheduleSync(world.ctx, connection)).toMatchObject({ scheduleEvery: null, scheduleTimeZone: null });
  expect(await nextRunAt(world.ctx, { id: connection })).toBeNull();
});

test.each([
  ['cron', { cron: '61 * * * *' }],
  ['cron', { cron: '* * * * * *' }],
  ['cron', { cron: 'every day' }],
  ['every', { every: 'PT30S' }],
  ['every', { every: 'P1M' }],
  ['every', { every: 'P400D' }],
  ['every', { every: '15 minutes' }],
  ['every', {}],
  ['every', { every: 'PT15M', cron: '* * * * *' }],
  ['timeZone', { every: 'PT15M', timeZone: 'Mars/Olympus' }],
  ['timeZone', { every: 'PT15M', timeZone: '+01:00' }],
])('%s is refused in %j, and nothing changes', async (field, input) => {
  await expect(scheduleSync(world.ctx, { connection, ...input })).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
    details: { field },
  });
  expect(await nextRunAt(world.ctx, { id: connection })).toBeNull();
});

test('what the queue lost comes back, what it should not have goes, and an equal one keeps its time', async () => {
  await scheduleSync(world.ctx, { connection, every: 'PT1H' });
  const before = await nextRunAt(world.ctx, { id: connection });
  await verifySchedules(world.ctx);
  expect(await nextRunAt(world.ctx, { id: connection })).toEqual(before);
  await world.ctx.jobs.unschedule(`sync-${connection}`);
  await verifySchedules(world.ctx);
  expect(await nextRunAt(world.ctx, { id: connection })).not.toBeNull();
  await world.sql.query('update connection set disconnected_at = now() where id = $1', [connection]);
  await verifySchedules(world.ctx);
  expect(await nextRunAt(world.ctx, { id: connection })).toBeNull();
});

describe('durations', () => {
  test.each([
    ['PT1M', 60_000],
    ['P1D', 86_400_000],
    ['P1W', 604_800_000],
    ['PT1H30M', 5_400_000],
    ['P1DT12H', 129_600_000],
  ])('%s is %i ms', (text, ms) => {
    expect(parseDuration('every', text)).toBe(ms);
  });

  test.each(['', 'P', 'PT', 'P1DT', '1M', 'P1Y', 'P1M', 'PT-1M', 'PT1.5H', 'pt1m', 'PT1M '])('%j is none', text => {
    expect(() => parseDuration('every', text)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
  });

  test('what is written down reads the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 * 86_400 }), seconds => {
        expect(parseDuration('every', formatDuration(seconds * 1000))).toBe(seconds * 1000);
      }),
    );
  });
});
