// Every night: recounts figures, memberships and visits at random, and tells when one is wrong.
import { type Jobs, refreshCheck } from '../../base/jobs.ts';
import { implementJob } from '../../base/queue/kit.ts';
import { checkFigures } from '../../derive/refresh/check.ts';
import { requestRefresh } from '../../ingest/marks/request.ts';

const CRON = '17 3 * * *';

export const refreshCheckJob = implementJob(refreshCheck, async ctx => {
  const found = { ...(await checkFigures(ctx.sql)) };
  const marked = found.wrongFacts + found.wrongMembers + found.wrongVisits;
  if (marked + found.wrongRollups + found.wrongColumns === 0)
    ctx.log.info('figures, memberships and visits were recounted and are right', found);
  else
    ctx.log.error('figures, memberships or visits are wrong: "cxgraph refresh --anew" counts everything anew', found);
  if (marked > 0) await requestRefresh(ctx);
  return {};
});

/** One schedule however many programs ask for it. */
export function scheduleRefreshChecks(jobs: Jobs): Promise<void> {
  return jobs.schedule('refresh-check', { cron: CRON, timeZone: 'UTC' }, refreshCheck, {});
}
