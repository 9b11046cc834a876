// Starts the run that a schedule asks for.
import { scheduledSync } from '../../base/jobs.ts';
import { implementJob } from '../../base/queue/kit.ts';
import { startScheduledSync } from '../../ingest/sync/scheduled.ts';

export const scheduledSyncJob = implementJob(scheduledSync, async (ctx, { connection }) => {
  await startScheduledSync(ctx, connection);
  return {};
});
