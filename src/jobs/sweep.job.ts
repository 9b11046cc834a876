// Every few seconds: nothing unfinished lies about, and the queue's schedules are those of the connections.

import { hasMarks } from '../refresh/refresh.ts';
import { requestRefresh } from '../refresh/request.ts';
import { verifySchedules } from '../sync/schedules.ts';
import { takeUpRuns } from '../sync/sweep.ts';
import { type Jobs, sweep } from './definitions.ts';
import { implementJob } from './kit.ts';

const EVERY_MS = 10_000;

export const sweepJob = implementJob(sweep, async ctx => {
  await takeUpRuns(ctx);
  await verifySchedules(ctx);
  if (await hasMarks(ctx.sql)) await requestRefresh(ctx);
  return {};
});

/** One schedule however many programs ask for it. */
export function scheduleSweeps(jobs: Jobs): Promise<void> {
  return jobs.schedule('sweep', { every: EVERY_MS, timeZone: 'UTC' }, sweep, {});
}
