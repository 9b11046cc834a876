// Several metrics over one period: each as it is alone, all as of one moment.
import type { Context } from '../../base/context/context.ts';
import { badInput, UserError } from '../../base/errors.ts';
import { withCalendars } from './calendars/during.ts';
import type { MetricName } from './metric.ts';
import { checkNames } from './names.ts';
import { inBaseline, type MetricReport, readMetric } from './report.ts';
import { layOut, type ReportRequest } from './request.ts';
import { readSnapshot } from './snapshot.ts';

/** Each takes the statements of a report. */
export const MAX_METRICS = 20;

/** In the order of `of`. @throws UserError as `readMetric` does, naming the metric that it is about */
export async function readMetrics(
  ctx: Context,
  of: readonly MetricName[],
  request: ReportRequest,
): Promise<MetricReport[]> {
  if (of.length > MAX_METRICS)
    throw badInput('of', `At most ${MAX_METRICS} metrics are read at a time; these are ${of.length}.`);
  const twice = of.find((metric, i) => of.indexOf(metric) !== i);
  if (twice) throw badInput('of', `The metric ${twice} is named twice.`);
  const now = ctx.now();
  const plain = await withCalendars(ctx.sql, request);
  const { by, where, baselineWhere } = layOut(plain, now);
  return readSnapshot(ctx.sql, async tx => {
    const inside = { ...ctx, sql: tx, now: () => now };
    // What is wrong for all of them is not the fault of the first.
    await checkNames(tx, where, by);
    if (baselineWhere) await inBaseline(() => checkNames(tx, baselineWhere));
    const reports: MetricReport[] = [];
    for (const metric of of) reports.push(await naming(metric, () => readMetric(inside, metric, plain)));
    return reports;
  });
}

async function naming<T>(metric: MetricName, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof UserError) || new RegExp(`\\b${metric}\\b`).test(error.message)) throw error;
    throw new UserError(error.code, `${metric}: ${error.message}`, error.details);
  }
}
