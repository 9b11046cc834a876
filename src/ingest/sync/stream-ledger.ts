// A stream's row in the run: when it began, and how it ended.
import type { Context } from '../../base/context.ts';
import type { Work } from './run-ledger.ts';

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
