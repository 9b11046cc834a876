// `cxgraph work`: another worker beside the server.
import type { Config } from '../../base/config.ts';
import { startWorker } from '../../base/queue/worker.ts';
import { rescore } from '../../ingest/page/rescore.ts';
import { scheduleFits } from '../jobs/fit-lifetime.job.ts';
import { handlers } from '../jobs/handlers.ts';
import { scheduleRefreshChecks } from '../jobs/refresh-check.job.ts';
import { scheduleSweeps } from '../jobs/sweep.job.ts';
import type { Console } from './console.ts';
import type { Runtime } from './runtime.ts';
import { type Session, withRuntime } from './session.ts';

/** Works what is queued until it is asked to stop. */
export function work(config: Config, out: Console): Promise<void> {
  return withRuntime(config, async session => {
    await addWorker(session);
    out.line('Working. Ctrl-C stops at the next page.');
    await untilAborted(session.signal);
  });
}

/** Ends with the session. */
export async function addWorker({ runtime, closers }: Pick<Session, 'runtime' | 'closers'>): Promise<void> {
  const worker = workerOf(runtime);
  closers.add('worker', () => worker.close());
  await scheduleSweeps(runtime.queue.jobs);
  await scheduleRefreshChecks(runtime.queue.jobs);
  await scheduleFits(runtime.queue.jobs);
  rescoreBeside({ runtime, closers });
}

/** Texts that an earlier version scored: the worker need not wait for them. */
function rescoreBeside({ runtime, closers }: Pick<Session, 'runtime' | 'closers'>): void {
  const stop = new AbortController();
  const over = rescore(runtime.context(), stop.signal).catch(error =>
    runtime.log.warn('texts are not all scored by this version', { error }),
  );
  closers.add('sentiment', async () => {
    stop.abort();
    await over;
  });
}

function workerOf(runtime: Runtime) {
  return startWorker({ store: runtime.store, log: runtime.log, handlers, context: () => runtime.context() });
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) resolve();
    // An event listener keeps no program alive, but the worker does.
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
