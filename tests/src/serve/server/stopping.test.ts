// A server that stops lets what changes something end, and what is only read goes at once.
import { expect, it } from 'vitest';
import { startTestServer } from '../../../support/serve.ts';
import { signIn } from './raw-socket.ts';

const save = (key: string) =>
  `mutation { saveSurvey(input: { key: "${key}", name: "A", kind: TOUCHPOINT, questions: [{ key: "q", text: "?", measure: NPS }] }) { id } }`;

it.each(['HTTP', 'WebSocket'] as const)('a mutation by %s is done before the database is left', async way => {
  const server = await startTestServer();
  const { pool, sql } = server.world;
  const blocker = await pool.connect();
  await blocker.query('begin; lock table survey in access exclusive mode');
  const over = way === 'HTTP' ? server.ask(save('kiosk')).catch(() => 'cut') : null;
  if (way === 'WebSocket') (await signIn(server)).ask('a', save('kiosk'));
  const waiting = async () =>
    (await sql.query(`select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`))
      .length;
  await expect.poll(waiting).toBe(1);
  const began = performance.now();
  const stopped = server.stop();
  await blocker.query('rollback');
  await stopped;
  expect(performance.now() - began).toBeLessThan(4_000);
  expect(await sql.query('select key from survey')).toEqual([{ key: 'kiosk' }]);
  await over;
  blocker.release();
  await server.world.close();
});
