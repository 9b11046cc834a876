// Every night: recounts some figures at random, and tells when one is wrong.
import { checkFigures } from '../refresh/check.ts';
import { requestRefresh } from '../refresh/request.ts';
import { type Jobs, refreshCheck } from './definitions.ts';
import { implementJob } from './kit.ts';

const CRON = '17 3 * * *';

export const refreshCheckJob = implementJob(refreshCheck, async ctx => {
  const found = { ...(await checkFigures(ctx.sql)) };
  if (found.wrongFacts + found.wrongCells === 0) ctx.log.info('figures were recounted and are right', found);
  else ctx.log.error('figures are wrong: "cxgraph refresh --anew" counts everything anew', found);
  if (found.wrongFacts > 0) await requestRefresh(ctx);
  return {};
});

/** One schedule however many programs ask for it. */
export function scheduleRefreshChecks(jobs: Jobs): Promise<void> {
  return jobs.schedule('refresh-check', { cron: CRON, timeZone: 'UTC' }, refreshCheck, {});
}
