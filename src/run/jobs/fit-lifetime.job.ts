// Every night, and after a first sync: fits the lifetime models and scores everybody by them.
import type { Context } from '../../base/context/context.ts';
import { fitLifetime, type Jobs } from '../../base/jobs.ts';
import { implementJob } from '../../base/queue/kit.ts';
import { scoreEverybody } from '../../derive/refresh/score-everybody.ts';
import { isFitDue, noteFit } from '../../derive/scores/fit-due.ts';
import { fitModels } from '../../derive/scores/fit-models.ts';

const CRON = '41 2 * * *';

export const fitLifetimeJob = implementJob(fitLifetime, async (ctx, _payload, { signal }) => {
  await noteFit(ctx.sql);
  const models = await fitModels(ctx.sql, { signal });
  for (const { currency, version, n, converged } of models)
    ctx.log.info('a lifetime model was fitted', { currency, version, customers: n, converged });
  const customers = await scoreEverybody(ctx.sql, { signal });
  ctx.log.info('customers were scored', { customers });
  return {};
});

/** One schedule however many programs ask for it. */
export function scheduleFits(jobs: Jobs): Promise<void> {
  return jobs.schedule('fit-lifetime', { cron: CRON, timeZone: 'UTC' }, fitLifetime, {});
}

/** One job however often it is asked for. */
export async function requestDueFit(ctx: Pick<Context, 'sql' | 'jobs'>): Promise<void> {
  if (await isFitDue(ctx.sql)) await ctx.jobs.add(fitLifetime, {}, { id: 'fit-lifetime' });
}
