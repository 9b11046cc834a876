// `cxgraph sync run`: starts a sync and shows how it comes along.
import type { Config } from '../../base/config.ts';
import type { Context } from '../../base/context/context.ts';
import { UserError } from '../../base/errors.ts';
import { decodeId, encodeId } from '../../base/ids.ts';
import { startSync } from '../../ingest/sync/runs.ts';
import type { Console } from './console.ts';
import { followRun } from './follow-run.ts';
import { openSandbox } from './sandbox.ts';
import { withRuntime } from './session.ts';
import { addWorker } from './work.ts';

export interface SyncRunOptions {
  readonly full?: boolean;
  readonly follow?: boolean;
}

/** Exit code: 0 when it succeeded or was only queued. Throws UserError when it cannot start. */
export function runSyncCommand(
  config: Config,
  out: Console,
  connection: string,
  options: SyncRunOptions,
): Promise<number> {
  return withRuntime(config, async session => {
    const { runtime, attached, closers, signal } = session;
    const alone = !attached && config.databaseUrl === null;
    if (alone && config.sandbox) {
      const sandbox = await openSandbox(runtime.context());
      closers.add('sandbox', () => sandbox.stop());
    }
    const run = await startOrJoin(runtime.context(), out, connection, options.full ? 'FULL' : 'INCREMENTAL');
    // With the embedded database and no server, nobody else would ever work it.
    if (!options.follow && !alone) {
      out.line(`${encodeId('run', run)} is queued.`);
      return 0;
    }
    if (!attached) await addWorker(session);
    return (await followRun(runtime.sql, out, run, signal)) === 'SUCCEEDED' ? 0 : 1;
  });
}

async function startOrJoin(
  ctx: Context,
  out: Console,
  connection: string,
  mode: 'FULL' | 'INCREMENTAL',
): Promise<number> {
  try {
    return (await startSync(ctx, { connection, mode })).id;
  } catch (error) {
    const run = error instanceof UserError && error.code === 'CONFLICT' ? error.details.run : undefined;
    const id = typeof run === 'string' ? decodeId('run', run) : null;
    if (id === null) throw error;
    out.line(`${run} of this connection is under way; joining it.`);
    return id;
  }
}
