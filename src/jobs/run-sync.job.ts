// Works one sync run.
import { failRun } from '../sync/runs.ts';
import { workRun } from '../sync/work-run.ts';
import { runSync } from './definitions.ts';
import { implementJob } from './kit.ts';

export const runSyncJob = implementJob(runSync, async (ctx, { run }, { signal, lastAttempt }) => {
  try {
    return await workRun(ctx, run, signal);
  } catch (error) {
    // The queue gives it up now, and the sweeper would start it over for ever.
    if (lastAttempt && !signal.aborted) await failRun(ctx, run, error);
    throw error;
  }
});
