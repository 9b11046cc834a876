// `cxgraph refresh`: makes facts and their sums exact as of now.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../../base/config.ts';
import { type Refreshed, refresh } from '../../derive/refresh/refresh.ts';
import { type Console, thousands } from './console.ts';
import type { Runtime } from './runtime.ts';
import { withRuntime } from './session.ts';

export interface RefreshOptions {
  /** Counts everything anew, instead of only what changed. */
  readonly anew?: boolean;
}

const AGAIN_MS = 500;

/** Waits while another program refreshes. Exit code: 1 when it was stopped before it was done. */
export function refreshCommand(config: Config, out: Console, options: RefreshOptions): Promise<number> {
  return withRuntime(config, async ({ runtime, signal }) => {
    const done = await untilFree(runtime, out, options, signal);
    if (!done) return 1;
    const { subjects, facts, asOf } = done;
    out.line(
      options.anew
        ? `Counted ${thousands(facts)} facts of ${thousands(subjects)} subjects anew.`
        : `Looked at ${thousands(subjects)} subjects that changed; ${thousands(facts)} facts are new, gone or otherwise.`,
    );
    out.line(`All figures are exact as of ${asOf.toISOString()}.`);
    return 0;
  });
}

async function untilFree(
  { sql, log }: Pick<Runtime, 'sql' | 'log'>,
  out: Console,
  options: RefreshOptions,
  signal: AbortSignal,
): Promise<Refreshed | null> {
  for (let told = false; !signal.aborted; told = true) {
    const done = await refresh(sql, { ...options, log, signal });
    if (done) return done;
    if (!told) out.line('Another program is refreshing; waiting for it.');
    await sleep(AGAIN_MS, undefined, { signal }).catch(() => undefined);
  }
  return null;
}
