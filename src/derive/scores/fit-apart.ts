// Fits the lifetime models in a program beside this one. A thread would not do: ending one amid WebAssembly ends all.
import { fork } from 'node:child_process';
import type { CustomerHistory, LifetimeFit } from './lifetime/fit.ts';

/** As `fitLifetime`. Rejects with the signal's reason when it aborts. */
export function fitApart(customers: readonly CustomerHistory[], signal?: AbortSignal): Promise<LifetimeFit | null> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    // The file beside this one: source or compiled, as this one is.
    const [ending] = import.meta.url.match(/\.[jt]s$/)!;
    const program = fork(new URL(`./fit.program${ending}`, import.meta.url), {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let said = '';
    program.stderr!.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(0, 1000);
    });
    const stop = () => {
      reject(signal!.reason);
      program.kill('SIGKILL');
    };
    signal?.addEventListener('abort', stop, { once: true });
    program.once('message', fit => resolve(fit as LifetimeFit | null));
    program.once('error', reject);
    program.once('close', (code, killed) => {
      signal?.removeEventListener('abort', stop);
      // Nothing when it has answered before.
      reject(
        new Error(`The program that fits the lifetime models ended with ${killed ?? code} and no answer. ${said}`),
      );
    });
    // That it has ended meanwhile is said above.
    program.send(customers as CustomerHistory[], () => undefined);
  });
}
