// What a log file gets to see of the first sync.
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createConsole } from '../../../../src/run/cli/console.ts';
import { followFirstSync } from '../../../../src/run/cli/first-sync.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { insert, insertConnection } from '../../../support/rows.ts';

let world: TestContext;
beforeAll(async () => {
  world = await createTestContext();
});
afterAll(() => world.close());

test('a line now and then, how each ended, and what is there now', async () => {
  const { sql } = world;
  const connection = await insertConnection(sql, 'hubspot');
  const run = await insert(sql, 'sync_run', {
    connection_id: connection,
    mode: 'FULL',
    trigger: 'MANUAL',
    status: 'RUNNING',
  });
  await insert(sql, 'stream_run', {
    run_id: run,
    stream: 'contacts',
    position: 0,
    status: 'RUNNING',
    read: 1200,
    expected: 3000,
  });
  await insert(sql, 'customer', { display_name: 'Ada' });
  await insert(sql, 'customer', { display_name: 'Bob', deleted_at: '2026-01-01T00:00:00Z' });
  const stream = new PassThrough();
  let text = '';
  stream.on('data', chunk => (text += chunk));
  const out = createConsole(stream as unknown as NodeJS.WriteStream);
  const over = followFirstSync(sql, out, new AbortController().signal, 500);
  await expect.poll(() => text).toBe('  hubspot 1,200 of 3,000 records\n');
  await sql.query(`update stream_run set read = 3000`);
  await sql.query(`update sync_run set status = 'SUCCEEDED'`);
  await over;
  expect(text.split('\n').slice(-3)).toEqual([
    '  hubspot     3,000 records synced',
    '  together    1 customers, 0 interactions, 0 survey answers',
    '',
  ]);
});

test('nothing is said where nothing is to be synced', async () => {
  await world.sql.query(`update sync_run set status = 'SUCCEEDED'`);
  const stream = new PassThrough();
  const out = createConsole(stream as unknown as NodeJS.WriteStream);
  await followFirstSync(world.sql, out, new AbortController().signal);
  expect(stream.read()).toBeNull();
});
