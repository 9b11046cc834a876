// Works the marks off, and comes again while there are more.
import { isDatabaseAway } from '../../base/database/sql.ts';
import { refreshMarks } from '../../base/jobs.ts';
import { implementJob } from '../../base/queue/kit.ts';
import { requestEvaluation } from '../../derive/alerts/due.ts';
import { forgetFailure, noteFailure } from '../../derive/refresh/failure.ts';
import { isRefreshDue, refresh } from '../../derive/refresh/refresh.ts';

/** While a sync goes on, this share of the time is spent on refreshing. */
const SHARE = 0.25;
const SOON_MS = 1_000;
/** But nobody waits longer for figures, unless the refresh itself takes longer. */
const LATEST_MS = 10_000;

export const refreshMarksJob = implementJob(refreshMarks, async (ctx, _payload, { signal }) => {
  const started = Date.now();
  const refreshed = await refresh(ctx.sql, { log: ctx.log, signal }).catch(async error => {
    ctx.log.error('the refresh failed as a whole: figures stay as they were', { error });
    if (!isDatabaseAway(error)) await noteFailure(ctx.sql, error);
    throw error;
  });
  if (refreshed) await forgetFailure(ctx.sql);
  if (refreshed && refreshed.facts > 0) await requestEvaluation(ctx);
  if (!(await isRefreshDue(ctx.sql, ctx.now()))) return {};
  const took = Date.now() - started;
  const rest = Math.min(took / SHARE - took, Math.max(LATEST_MS, took));
  return { parkedMs: Math.max(SOON_MS, rest) };
});
