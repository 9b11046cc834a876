// The sandbox's connections while it is off, and when it is on again.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, getConnection, updateConnection } from '../../../../src/ingest/sync/connections.ts';
import { openSandbox, restSandbox } from '../../../../src/run/cli/sandbox.ts';
import { loadConnectors } from '../../../../src/run/find-connectors.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';

let world: TestContext;
beforeAll(async () => {
  world = await createTestContext({ connectors: [...(await loadConnectors()).values()] });
});
afterAll(() => world.close());

const pausedOf = async (key: string) => (await getConnection(world.fork(), key)).paused;
const statuses = () => world.sql.query<{ status: string }>('select status from sync_run');

test('they are paused while it is off, their runs end, and only those we paused go on', async () => {
  expect(await restSandbox(world.fork())).toEqual([]);
  const first = await openSandbox(world.fork());
  await first.stop();
  expect(await statuses()).toEqual([{ status: 'QUEUED' }, { status: 'QUEUED' }]);
  await updateConnection(world.fork(), 'salesforce', { paused: true });
  await connect(world.fork(), { connector: 'hubspot', key: 'real', name: 'Real', config: { accessToken: 'pat-real' } });

  expect(await restSandbox(world.fork())).toEqual(['hubspot']);
  expect([await pausedOf('hubspot'), await pausedOf('real')]).toEqual([true, false]);
  expect(await statuses()).toContainEqual({ status: 'CANCELLED' });
  expect(await restSandbox(world.fork())).toEqual(['hubspot']);

  const second = await openSandbox(world.fork());
  await second.stop();
  expect([await pausedOf('hubspot'), await pausedOf('salesforce')]).toEqual([false, true]);
});

test('one that leads to the real CRM by now is left alone', async () => {
  await updateConnection(world.fork(), 'hubspot', {
    paused: false,
    config: { baseUrl: 'https://api.hubapi.com', accessToken: 'pat-real' },
  });
  expect(await restSandbox(world.fork())).toEqual([]);
  expect(await pausedOf('hubspot')).toBe(false);
});
