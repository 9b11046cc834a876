// Every night, and after a first sync: fits the lifetime models and scores everybody by them.

import type { Context } from '../context.ts';
import { isFitDue, noteFit } from '../scores/fit-due.ts';
import { fitModels } from '../scores/fit-models.ts';
import { scoreEverybody } from '../scores/score-everybody.ts';
import { fitLifetime, type Jobs } from './definitions.ts';
import { implementJob } from './kit.ts';

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
