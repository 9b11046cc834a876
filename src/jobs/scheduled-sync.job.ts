// Starts the run that a schedule asks for.
import { startScheduledSync } from '../sync/scheduled.ts';
import { scheduledSync } from './definitions.ts';
import { implementJob } from './kit.ts';

export const scheduledSyncJob = implementJob(scheduledSync, async (ctx, { connection }) => {
  await startScheduledSync(ctx, connection);
  return {};
});
