// Every few seconds: nothing unfinished lies about, and the queue's schedules are those of the connections.
import { requestEvaluation } from '../alerts/due.ts';
import { recheckIdentities } from '../identity/recheck.ts';
import { isRefreshDue } from '../refresh/refresh.ts';
import { requestRefresh } from '../refresh/request.ts';
import { takeUpDeletions } from '../sync/delete-data.ts';
import { verifySchedules } from '../sync/schedules.ts';
import { takeUpSurvivals } from '../sync/survive-anew.ts';
import { takeUpRuns } from '../sync/sweep.ts';
import { type Jobs, sweep } from './definitions.ts';
import { requestDueFit } from './fit-lifetime.job.ts';
import { implementJob } from './kit.ts';

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
