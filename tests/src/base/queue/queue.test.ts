// The queue on both of its stores: done at least once, each id once, stopped in time.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { LANES, runSync, scheduledSync, sweep } from '../../../../src/base/jobs.ts';
import { createLog } from '../../../../src/base/log.ts';
import { implementJob, type JobHandler, type JobOutcome, type JobRun } from '../../../../src/base/queue/kit.ts';
import { createQueue, type JobQueue } from '../../../../src/base/queue/queue.ts';
import { type JobWorker, startWorker } from '../../../../src/base/queue/worker.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';

const log = createLog('silent');
const redisServer = findRedis();
let world: TestContext;
let redis: ChildProcess | null = null;
let redisUrl: string | null = null;

beforeAll(async () => {
  world = await createTestContext();
  if (!redisServer) {
    process.stderr.write('No redis-server on this machine: the queue on Redis is not tested.\n');
    return;
  }
  const port = await freePort();
  redis = spawn(redisServer, ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], {
    stdio: 'ignore',
  });
  redisUrl = `redis://127.0.0.1:${port}`;
});

afterAll(async () => {
  if (redis) {
    const gone = new Promise(resolve => redis!.once('exit', resolve));
    redis.kill();
    await gone;
  }
  await world.close();
});

describe.each(redisServer ? ['PostgreSQL', 'Redis'] : ['PostgreSQL'])('on %s', store => {
  let queue: JobQueue;
  let worker: JobWorker | null = null;
  const open = () => ({ databaseUrl: world.url, redisUrl: store === 'Redis' ? redisUrl : null });
  const work = (...handlers: JobHandler[]): void => {
    worker = startWorker({ store: open(), log, handlers, context: () => world.fork() });
  };

  beforeAll(() => {
    queue = createQueue(open(), log);
  });
  afterEach(async () => {
    await worker?.close();
    worker = null;
  });
  afterAll(() => queue.close());

  test('it can be reached', async () => {
    await expect(queue.check()).resolves.toBeUndefined();
  });

  test('a job is worked with its payload, and its id can be used again afterwards', async () => {
    const seen: number[] = [];
    work(syncJob(async run => void seen.push(run)));
    await queue.jobs.add(runSync, { run: 1 }, { id: 'run-sync-1' });
    await until(() => seen.length === 1);
    await retried(
      () => queue.jobs.add(runSync, { run: 1 }, { id: 'run-sync-1' }),
      () => seen.length === 2,
    );
    expect(seen).toEqual([1, 1]);
  });

  test('an id that waits is not put in twice', async () => {
    const seen: number[] = [];
    for (let i = 0; i < 5; i++) await queue.jobs.add(runSync, { run: 2 }, { id: 'run-sync-2' });
    await queue.jobs.add(runSync, { run: 3 }, { id: 'run-sync-3' });
    work(syncJob(async run => void seen.push(run)));
    await until(() => seen.includes(3));
    expect(seen.filter(run => run === 2)).toHaveLength(1);
  });

  test('a job that fails is tried again, with a word at the last attempt only', async () => {
    const attempts: boolean[] = [];
    work(
      syncJob(async (_, job) => {
        attempts.push(job.lastAttempt);
        if (attempts.length < 3) throw new Error('not yet');
      }),
    );
    await queue.jobs.add(runSync, { run: 4 });
    await until(() => attempts.length === 3);
    expect(attempts).toEqual([false, false, false]);
  });

  test('a parked job comes back and costs no attempt', async () => {
    const seen: number[] = [];
    work(
      syncJob(async () => {
        seen.push(Date.now());
        return seen.length < 3 ? { parkedMs: 200 } : {};
      }),
    );
    await queue.jobs.add(runSync, { run: 5 }, { id: 'run-sync-5' });
    await until(() => seen.length === 3);
    // It came back when it was due, not sooner: the clocks of two programs differ by little.
    for (const [at, moment] of seen.slice(1).entries()) expect(moment - seen[at]!).toBeGreaterThan(150);
  });

  test('a stop in the middle ends soon, and the next worker goes on', async () => {
    const started = Promise.withResolvers<void>();
    let stopped = false;
    work(
      syncJob(async (_, job) => {
        started.resolve();
        await new Promise<void>(resolve => job.signal.addEventListener('abort', () => resolve()));
        stopped = true;
        throw new Error('interrupted');
      }),
    );
    await queue.jobs.add(runSync, { run: 6 }, { id: 'run-sync-6' });
    await started.promise;
    await worker!.close();
    worker = null;
    expect(stopped).toBe(true);
    const again: number[] = [];
    work(syncJob(async run => void again.push(run)));
    await until(() => again.length === 1);
    expect(again).toEqual([6]);
  });

  test('timers are worked while the lane of syncs is full', async () => {
    const release = Promise.withResolvers<void>();
    let running = 0;
    let ticked = false;
    work(
      syncJob(async () => {
        running++;
        await release.promise;
      }),
      implementJob(scheduledSync, async () => {
        ticked = true;
        return {};
      }),
    );
    for (let run = 10; run < 16; run++) await queue.jobs.add(runSync, { run });
    await until(() => running >= 4);
    await queue.jobs.add(scheduledSync, { connection: 1 });
    await until(() => ticked);
    // All the while no more syncs than the lane has places.
    expect(running).toBe(4);
    release.resolve();
    await until(() => running === 6);
  });

  test('only the expression is the user’s fault, not what the store says', async () => {
    const due = { cron: '61 * * * *', timeZone: 'UTC' };
    const wrong = queue.jobs.schedule('wrong', due, sweep, {});
    await expect(wrong).rejects.toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'cron' } });
    const tooLong = `k${'x'.repeat(5_000)}`;
    const refusal = await queue.jobs
      .schedule(tooLong, { every: 1e300, timeZone: 'UTC' }, sweep, {})
      .catch(error => error);
    expect(refusal).not.toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  test('a schedule runs again and again, until it is taken away', async () => {
    let ticks = 0;
    await queue.jobs.schedule('test', { every: 300, timeZone: 'UTC' }, sweep, {});
    work(
      implementJob(sweep, async () => {
        ticks++;
        return {};
      }),
    );
    await until(() => ticks >= 3);
    await queue.jobs.unschedule('test');
    expect(await queue.jobs.nextRunAt('test')).toBeNull();
  });

  test('a payload that is malformed is refused at once, a sync cannot be scheduled', async () => {
    await expect(queue.jobs.add(runSync, { run: 0 })).rejects.toThrow();
    expect(runSync.lane).toBe(LANES.syncs);
    await expect(queue.jobs.schedule('x', { every: 1000, timeZone: 'UTC' }, runSync, { run: 1 })).rejects.toThrow(
      /not a timer/,
    );
  });
});

function syncJob(work: (run: number, job: JobRun) => Promise<unknown>): JobHandler {
  return implementJob(runSync, async (_ctx, { run }, job) => (await work(run, job)) as JobOutcome | undefined);
}

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 400; i++) {
    if (condition()) return;
    await sleep(50);
  }
  throw new Error('it did not happen within 20 seconds');
}

/** A finished job's id is free a moment after its work was done. */
async function retried(act: () => Promise<void>, condition: () => boolean): Promise<void> {
  for (let i = 0; i < 40 && !condition(); i++) {
    await act();
    await sleep(250);
  }
  expect(condition()).toBe(true);
}

function findRedis(): string | null {
  try {
    return (
      execFileSync('which', ['redis-server'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() || null
    );
  } catch {
    return null;
  }
}

function freePort(): Promise<number> {
  return new Promise(resolve => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
