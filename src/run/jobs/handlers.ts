// Every kind of job, listed by hand.
import type { JobHandler } from '../../base/queue/kit.ts';
import { evaluateAlertsJob } from './evaluate-alerts.job.ts';
import { fitLifetimeJob } from './fit-lifetime.job.ts';
import { refreshCheckJob } from './refresh-check.job.ts';
import { refreshMarksJob } from './refresh-marks.job.ts';
import { runSyncJob } from './run-sync.job.ts';
import { scheduledSyncJob } from './scheduled-sync.job.ts';
import { sweepJob } from './sweep.job.ts';

export const handlers: readonly JobHandler[] = [
  runSyncJob,
  scheduledSyncJob,
  sweepJob,
  refreshMarksJob,
  refreshCheckJob,
  evaluateAlertsJob,
  fitLifetimeJob,
];
