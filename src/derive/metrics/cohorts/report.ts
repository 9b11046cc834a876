// A cohort table: of the customers who came first in one period, how many came again in each of those after it.
import type { Context } from '../../../base/context/context.ts';
import type { Granularity } from '../../../base/time/calendar.ts';
import { withCalendar } from '../calendars/during.ts';
import { checkNames } from '../names.ts';
import { asOfFor, readSnapshot } from '../snapshot.ts';
import { readReturns } from './read-returns.ts';
import { type CohortEvent, layOutRetention, type RetentionRequest } from './request.ts';
import { type RetentionAverage, type RetentionRow, retentionAverage, retentionRows } from './table.ts';

export interface RetentionTable {
  readonly of: CohortEvent;
  readonly cohort: Granularity;
  readonly asOf: Date;
  /** Oldest first. */
  readonly rows: readonly RetentionRow[];
  /** By period. */
  readonly average: readonly RetentionAverage[];
  readonly method: string;
}

const EVENT = { PURCHASE: ['purchase', 'bought'], CONTACT: ['contact', 'got in touch'] } as const;

/** @throws UserError BAD_USER_INPUT */
export async function readRetention(ctx: Context, request: RetentionRequest): Promise<RetentionTable> {
  const during = await withCalendar(ctx.sql, request.during);
  const layout = layOutRetention({ ...request, during }, ctx.now());
  const { of, every, cohorts, follow, where } = layout;
  ctx.budget.spendCells((cohorts.length + 1) * follow);
  return readSnapshot(ctx.sql, async (tx, asOf) => {
    await checkNames(tx, where);
    const rows = retentionRows(await readReturns(tx, layout), layout, ctx.reporting);
    const [first, again] = EVENT[of];
    return {
      of,
      cohort: every,
      asOf: asOfFor(asOf, [{ where }]),
      rows,
      average: retentionAverage(rows, layout, ctx.reporting),
      method: `Cohorts are customers by their first ${first} that is known. A share is of all customers of the cohort: those who ${again} in that very period, whether or not before it. Intervals: Wilson. The average counts each customer once, of cohorts that are whole and shown, in periods that are over.`,
    };
  });
}
