// The listener: one connection a process, whatever breaks.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { createNotifications, type Notifications } from '../../../../src/base/database/notifications.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';

vi.setConfig({ testTimeout: 20_000 });
let world: TestContext;
let notifications: Notifications;
beforeAll(async () => {
  world = await createTestContext();
});
afterAll(() => world.close());
beforeEach(() => {
  notifications = createNotifications(world.url, world.ctx.log);
});
afterEach(async () => {
  await notifications.close();
  await expect.poll(listeners).toBe(0);
});

const OURS = `from pg_stat_activity where application_name = 'cxgraph listener' and datname = current_database()`;
const listeners = async () => (await world.sql.one<{ n: number }>(`select count(*) as n ${OURS}`))!.n;
const cut = () => world.sql.query(`select pg_terminate_backend(pid) ${OURS}`);

it('has one connection after it was cut and somebody came before it was made again', async () => {
  const heard: (string | null)[] = [];
  await notifications.listen('one', payload => heard.push(payload));
  for (let n = 0; n < 3; n += 1) {
    await cut();
    await expect.poll(listeners).toBe(0);
    await Promise.all([notifications.listen(`two-${n}`, () => {}), notifications.listen(`three-${n}`, () => {})]);
    // Longer than it waits before it connects by itself.
    await sleep(1_300);
    expect(await listeners()).toBe(1);
  }
  await world.sql.query(`select pg_notify('one', 'still there')`);
  await expect.poll(() => heard).toEqual([null, null, null, 'still there']);
});

it('keeps no connection that failed while it began to listen, and the one that works', async () => {
  await expect(notifications.listen('', () => {})).rejects.toThrow(/zero-length/);
  await expect.poll(listeners).toBe(0);
  const heard: (string | null)[] = [];
  await notifications.listen('good', payload => heard.push(payload));
  await expect(notifications.listen('', () => {})).rejects.toThrow(/zero-length/);
  expect(await listeners()).toBe(1);
  await world.sql.query(`select pg_notify('good', 'heard')`);
  await expect.poll(() => heard).toEqual(['heard']);
});
