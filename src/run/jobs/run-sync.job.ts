// Works one sync run.
import { runSync } from '../../base/jobs.ts';
import { implementJob } from '../../base/queue/kit.ts';
import { failRun } from '../../ingest/sync/runs.ts';
import { workRun } from '../../ingest/sync/work-run.ts';

export const runSyncJob = implementJob(runSync, async (ctx, { run }, { signal, lastAttempt }) => {
  try {
    return await workRun(ctx, run, signal);
  } catch (error) {
    // The queue gives it up now, and the sweeper would start it over for ever.
    if (lastAttempt && !signal.aborted) await failRun(ctx, run, error);
    throw error;
  }
});
