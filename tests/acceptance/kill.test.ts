// SIGKILL at random moments of full syncs, each followed by a restart, ends with the data of an undisturbed sync.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Random } from '../../src/run/sandbox/random.ts';
import { FROM_SOURCES } from '../support/cli.ts';
import { createTestContext } from '../support/context.ts';
import { data, differences } from './dump.ts';
import { CONNECTORS, createStage, type Installation, type RunReport, SOURCES, type Stage } from './stage.ts';

const KILLS = Number(process.env.CXGRAPH_TEST_KILLS ?? 20);
const SEED = Number(process.env.CXGRAPH_TEST_SEED ?? Date.now() % 1_000_000);
/** Each answer takes this long, so that a sync outlives several kills. */
const ANSWER_MS = 30;
const LONGEST_LIFE_MS = 1_500;
const VICTIM = fileURLToPath(new URL('victim.ts', import.meta.url));

let stage: Stage;
let undisturbed: Installation;
let victim: ChildProcess | null = null;
beforeAll(async () => {
  stage = await createStage({
    people: 300,
    world: await createTestContext({ connectors: CONNECTORS, realQueue: true }),
  });
  undisturbed = await stage.into(await createTestContext({ connectors: CONNECTORS }));
  for (const source of SOURCES) expect((await undisturbed.sync(source, 'FULL')).status).toBe('SUCCEEDED');
}, 60_000);
afterAll(async () => {
  victim?.kill('SIGKILL');
  await stage?.close();
  await stage?.world.close();
  await undisturbed?.world.close();
});

/** Resolves when it works on what is queued. */
async function restart(): Promise<ChildProcess> {
  const child = spawn(process.execPath, [...FROM_SOURCES, VICTIM], {
    env: {
      ...process.env,
      DATABASE_URL: stage.world.url,
      CXGRAPH_SANDBOX: 'off',
      CXGRAPH_SECRET: 'a secret for tests only',
      CXGRAPH_LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  victim = child;
  const [said] = await Promise.race([once(child.stdout!, 'data'), once(child, 'exit')]);
  expect(String(said)).toBe('ready\n');
  return child;
}

/** Resolves when a run is being worked, or when there is nothing to work. */
async function atWork(): Promise<void> {
  const held = `select 1 from connection where lease_holder is not null
    union all select 1 where not exists (select from sync_run where status in ('QUEUED', 'RUNNING'))`;
  while ((await stage.world.sql.query(held)).length === 0) await sleep(20);
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

async function unfinished(runs: readonly number[]): Promise<number[]> {
  const rows = await stage.world.sql.query<{ id: number }>(
    `select id from sync_run where id = any($1) and status in ('QUEUED', 'RUNNING')`,
    [runs],
  );
  return rows.map(row => row.id);
}

it(`keeps everything over ${KILLS} kills (seed ${SEED})`, async () => {
  const random = Random.of(SEED, 'kills');
  for (const server of stage.servers) server.fail({ route: /./, effect: { delayMs: ANSWER_MS }, calls: () => true });
  const first = await Promise.all(SOURCES.map(source => stage.start(source, 'FULL')));
  let runs = first;
  let interrupted = 0;
  for (let n = 0; n < KILLS; n++) {
    // Whatever was over is begun anew: a full sync of what is already there can be cut off just as well.
    if ((await unfinished(runs)).length === 0)
      runs = await Promise.all(SOURCES.map(source => stage.start(source, 'FULL')));
    const child = await restart();
    // One in four may die before it has begun; the others die at work.
    if (n % 4 !== 0) await atWork();
    await sleep(random.int(0, LONGEST_LIFE_MS));
    await kill(child);
    if ((await unfinished(runs)).length > 0) interrupted += 1;
  }
  for (const server of stage.servers) server.heal();
  const last = await restart();
  while ((await unfinished(runs)).length > 0) await sleep(200);
  await kill(last);
  victim = null;

  expect(interrupted).toBeGreaterThan(KILLS / 2);
  const reports: RunReport[] = await Promise.all([...new Set([...first, ...runs])].map(run => stage.report(run)));
  for (const report of reports) {
    expect(report).toMatchObject({ status: 'SUCCEEDED', error: null });
    for (const stream of report.streams.values()) expect(stream.status, stream.stream).toBe('SUCCEEDED');
  }
  expect(differences(await data(stage.world.sql), await data(undisturbed.world.sql))).toEqual({});
  // A page counts when it is committed, and only then: nothing is created twice, and nothing for nothing.
  const created = (report: RunReport) =>
    [...report.streams.values()].map(({ stream, created }) => `${stream} ${created}`);
  for (const [i, source] of SOURCES.entries()) {
    const calm = await undisturbed.world.sql.one<{ id: number }>(`select id from sync_run where connection_id = $1`, [
      undisturbed.connectionTo(source),
    ]);
    expect(created(reports[i]!)).toEqual(created(await undisturbed.report(calm!.id)));
  }
  const customers = await stage.world.sql.one(
    `select count(*)::int as n from customer where deleted_at is null and merged_into is null`,
  );
  expect(customers).toEqual({ n: stage.sandbox.world.people.length });
}, 300_000);
