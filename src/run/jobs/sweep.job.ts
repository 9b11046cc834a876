// Every few seconds: nothing unfinished lies about, and the queue's schedules are those of the connections.
import { type Jobs, sweep } from '../../base/jobs.ts';
import { implementJob } from '../../base/queue/kit.ts';
import { requestEvaluation } from '../../derive/alerts/due.ts';
import { isRefreshDue } from '../../derive/refresh/refresh.ts';
import { requestRefresh } from '../../ingest/marks/request.ts';
import { recheckIdentities } from '../../ingest/page/recheck.ts';
import { takeUpDeletions } from '../../ingest/sync/delete-data.ts';
import { verifySchedules } from '../../ingest/sync/schedules.ts';
import { takeUpSurvivals } from '../../ingest/sync/survive-anew.ts';
import { takeUpRuns } from '../../ingest/sync/sweep.ts';
import { requestDueFit } from './fit-lifetime.job.ts';

const EVERY_MS = 10_000;
/** Batches of identities a time, so that the other duties are not kept waiting. */
const RECHECKS = 10;
/** The same for what is deleted of each connection. */
const DELETIONS = 40;
/** And for what is decided anew of each connection whose rank changed. */
const SURVIVALS = 40;

export const sweepJob = implementJob(sweep, async (ctx, _payload, { signal }) => {
  await takeUpRuns(ctx);
  await verifySchedules(ctx);
  // What a change of the identity rules left undone when its program ended.
  await recheckIdentities(ctx.sql, { signal, batches: RECHECKS });
  await takeUpDeletions(ctx.sql, { signal, batches: DELETIONS });
  await takeUpSurvivals(ctx.sql, { signal, batches: SURVIVALS });
  if (await isRefreshDue(ctx.sql, ctx.now())) await requestRefresh(ctx);
  else await requestDueFit(ctx);
  await requestEvaluation(ctx);
  return {};
});

/** One schedule however many programs ask for it. */
export function scheduleSweeps(jobs: Jobs): Promise<void> {
  return jobs.schedule('sweep', { every: EVERY_MS, timeZone: 'UTC' }, sweep, {});
}
