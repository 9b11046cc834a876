// Fits the lifetime models beside everything else.
import { Worker } from 'node:worker_threads';
import type { CustomerHistory, LifetimeFit } from '../metrics/lifetime/fit.ts';

/** As `fitLifetime`. Rejects with the signal's reason when it aborts. */
export function fitInThread(customers: readonly CustomerHistory[], signal?: AbortSignal): Promise<LifetimeFit | null> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    // The file beside this one: source or compiled, as this one is.
    const [ending] = import.meta.url.match(/\.[jt]s$/)!;
    const worker = new Worker(new URL(`./fit.thread${ending}`, import.meta.url), { workerData: customers });
    const stop = () => {
      reject(signal!.reason);
      void worker.terminate();
    };
    signal?.addEventListener('abort', stop, { once: true });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', code => {
      signal?.removeEventListener('abort', stop);
      // Nothing when it has answered before.
      reject(new Error(`The thread that fits the lifetime models ended with code ${code} and no answer.`));
    });
  });
}
