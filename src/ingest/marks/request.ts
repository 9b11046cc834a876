// Asks for a refresh soon after something was marked.
import type { Context } from '../../base/context/context.ts';
import { refreshMarks } from '../../base/jobs.ts';

/** What is marked before the job starts is worked off by it: whoever asks sooner than that needs no job of their own. */
const DELAY_MS = 300;
const EVERY_MS = 250;
const asked = new WeakMap<object, number>();

/** To be called after the transaction that made the marks. One that is forgotten is made up for by the sweeper. */
export async function requestRefresh(ctx: Pick<Context, 'jobs'>): Promise<void> {
  const now = Date.now();
  if (now - (asked.get(ctx.jobs) ?? 0) < EVERY_MS) return;
  asked.set(ctx.jobs, now);
  await ctx.jobs.add(refreshMarks, {}, { id: 'refresh-marks', delayMs: DELAY_MS });
}
