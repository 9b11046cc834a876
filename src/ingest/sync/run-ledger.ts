// The rows of a run and of its streams: loading what is to do, and writing how it went.
import type { Context } from '../../base/context/context.ts';
import { Connection } from '../../base/tables/connection.entity.ts';

export interface Work {
  readonly run: {
    readonly id: number;
    readonly mode: 'FULL' | 'INCREMENTAL';
    readonly dryRun: boolean;
  };
  readonly connection: Connection;
  /** Names of streams that are not finished. */
  readonly pending: ReadonlySet<string>;
}

/** Parked this often without a single page in between, a run gives up. */
const MAX_PARKED = 20;

/** Null when the run is over already, or over now because it was cancelled before it began. */
export async function loadWork(ctx: Context, runId: number): Promise<Work | null> {
  const run = await ctx.sql.one<{
    id: number;
    connection_id: number;
    mode: 'FULL' | 'INCREMENTAL';
    dry_run: boolean;
    cancel_requested: boolean;
  }>(
    `select id, connection_id, mode, dry_run, cancel_requested from sync_run where id = $1 and status in ('QUEUED', 'RUNNING')`,
    [runId],
  );
  if (!run) return null;
  const connection = await ctx.em.findOne(Connection, { id: run.connection_id });
  const streams = await ctx.sql.query<{ stream: string }>(
    `select stream from stream_run where run_id = $1 and status <> 'SUCCEEDED'`,
    [runId],
  );
  const work: Work | null = connection && {
    run: { id: run.id, mode: run.mode, dryRun: run.dry_run },
    connection,
    pending: new Set(streams.map(row => row.stream)),
  };
  if (work && run.cancel_requested) {
    await finishRun(ctx, work, 'CANCELLED', null);
    return null;
  }
  return work;
}

export async function startRun(ctx: Context, work: Work): Promise<void> {
  await ctx.sql.query(
    `update sync_run set status = 'RUNNING', started_at = coalesce(started_at, now()), resume_at = null, error = null where id = $1`,
    [work.run.id],
  );
  await notify(ctx, work.run.id);
}

export async function finishRun(
  ctx: Context,
  work: Work,
  status: 'SUCCEEDED' | 'FAILED' | 'CANCELLED',
  error: string | null,
): Promise<void> {
  await ctx.sql.transaction(async tx => {
    await tx.query(
      `update stream_run set status = $2, finished_at = now() where run_id = $1 and status in ('QUEUED', 'RUNNING')`,
      [work.run.id, status === 'SUCCEEDED' ? 'SUCCEEDED' : 'CANCELLED'],
    );
    await tx.query(`update sync_run set status = $2, error = $3, finished_at = now(), resume_at = null where id = $1`, [
      work.run.id,
      status,
      error,
    ]);
    // UNAUTHORIZED stays until somebody brings new credentials.
    const health = status === 'SUCCEEDED' ? 'READY' : 'FAILING';
    if (status !== 'CANCELLED') {
      await tx.query(
        `update connection set status = $2, status_message = $3, updated_at = now()
         where id = $1 and status <> 'UNAUTHORIZED' and (status, status_message) is distinct from ($2, $3)`,
        [work.connection.id, health, error],
      );
    }
    await tx.query(`select pg_notify('cxgraph_sync_run', $1)`, [String(work.run.id)]);
  });
}

/** Puts the run back for later. False when it has been put back too often. */
export async function parkRun(ctx: Context, work: Work, afterMs: number, reason: string): Promise<boolean> {
  const row = await ctx.sql.one<{ parked: number }>(
    `update sync_run set status = 'QUEUED', resume_at = now() + $2 * interval '1 ms', error = $3, parked = parked + 1
     where id = $1 and parked < ${MAX_PARKED} returning parked`,
    [work.run.id, afterMs, reason],
  );
  if (row) await notify(ctx, work.run.id);
  return row !== undefined;
}

async function notify(ctx: Context, runId: number): Promise<void> {
  await ctx.sql.query(`select pg_notify('cxgraph_sync_run', $1)`, [String(runId)]);
}

export async function startStream(ctx: Context, work: Work, stream: string): Promise<void> {
  await ctx.sql.query(
    `update stream_run set status = 'RUNNING', started_at = coalesce(started_at, now()), error = null where run_id = $1 and stream = $2`,
    [work.run.id, stream],
  );
}

/** A stream that must wait is queued again. `words` say why it did not succeed. */
export async function endStream(
  ctx: Context,
  work: Work,
  stream: string,
  status: 'SUCCEEDED' | 'QUEUED' | 'FAILED',
  words: string | null,
): Promise<void> {
  await ctx.sql.query(
    `update stream_run set status = $3, error = $4, finished_at = case when $3 = 'QUEUED' then null else now() end where run_id = $1 and stream = $2`,
    [work.run.id, stream, status, words],
  );
}
