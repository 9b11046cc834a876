// Takes jobs out of the queue and works them, until it is told to stop.
import { DelayedError, type Job, UnrecoverableError, type Worker } from 'bullmq';
import type { Context } from '../context/context.ts';
import { LANES } from '../jobs.ts';
import type { Log } from '../log.ts';
import { throttled } from '../throttle.ts';
import { createBackend, type QueueStore } from './backend.ts';
import type { JobHandler, JobOutcome } from './kit.ts';

export interface JobWorker {
  /** Stops at the next page boundary, within a few seconds; what is unfinished goes back into the queue. */
  close(): Promise<void>;
}

export interface WorkerSetup {
  readonly store: QueueStore;
  readonly log: Log;
  readonly handlers: readonly JobHandler[];
  /** Made anew for each job. */
  context(): Context;
}

/** Syncs wait for their sources most of the time. */
const CONCURRENCY = { [LANES.syncs]: 4, [LANES.timers]: 2, [LANES.refreshes]: 1 };
const CLOSE_MS = 8_000;
const SETTINGS = {
  // A killed worker's jobs are taken up after `lockDuration` + `stalledInterval` at most.
  lockDuration: 20_000,
  stalledInterval: 10_000,
  // A crash is not the job's fault: it must not be given up after a second one.
  maxStalledCount: 1_000,
};

export function startWorker(setup: WorkerSetup): JobWorker {
  const backend = createBackend(setup.store);
  const stopping = new AbortController();
  const handlers = new Map(setup.handlers.map(handler => [handler.definition.name, handler]));
  const workers = Object.values(LANES).map(lane => {
    const worker = backend.worker(lane, (job, token) => work(job, token), {
      ...SETTINGS,
      concurrency: CONCURRENCY[lane],
    });
    listen(worker, setup.log);
    return worker;
  });

  async function work(job: Job, token?: string): Promise<void> {
    const handler = handlers.get(job.name);
    if (!handler) throw new UnrecoverableError(`No job is called "${job.name}".`);
    const ctx = setup.context();
    const log = ctx.log.child({ job: job.name, attempt: job.attemptsMade + 1 });
    let outcome: JobOutcome = {};
    try {
      // It may have been fetched just before the stop.
      stopping.signal.throwIfAborted();
      outcome = await handler.run({ ...ctx, log }, job.data, {
        signal: stopping.signal,
        lastAttempt: job.attemptsMade + 1 >= (job.opts.attempts ?? 1),
      });
    } catch (error) {
      if (!stopping.signal.aborted) throw error;
    }
    // A stop is no failure: it costs no attempt, and the next worker goes on at once.
    const parkedMs = stopping.signal.aborted ? 0 : outcome.parkedMs;
    if (parkedMs === undefined) return;
    await job.moveToDelayed(Date.now() + parkedMs, token);
    throw new DelayedError();
  }

  return {
    async close() {
      stopping.abort(new Error('the worker is stopping'));
      await Promise.all(workers.map(closeInTime));
      await backend.close();
    },
  };
}

function listen(worker: Worker, log: Log): void {
  const warn = throttled(log);
  worker.on('error', error => warn('a worker reported an error', { error }));
  worker.on('failed', (job, error) =>
    log.warn('a job failed', { job: job?.name, id: job?.id, attempt: job?.attemptsMade, error }),
  );
}

async function closeInTime(worker: Worker): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>(resolve => {
    timer = setTimeout(resolve, CLOSE_MS, 'late');
  });
  const outcome = await Promise.race([worker.close(), late]);
  clearTimeout(timer);
  // Its lock runs out, and another worker takes the job up.
  if (outcome === 'late') await worker.disconnect();
}
