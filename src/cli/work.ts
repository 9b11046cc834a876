// `cxgraph work`: another worker beside the server.
import type { Config } from '../config.ts';
import { handlers } from '../jobs/handlers.ts';
import { scheduleSweeps } from '../jobs/sweep.job.ts';
import { startWorker } from '../jobs/worker.ts';
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
