// Pure: the rows of a cohort table, and the average over the cohorts that can be averaged.
import type { Reporting } from '../../../base/context/context.ts';
import { isOver } from '../period.ts';
import { wilson } from '../statistics/proportion.ts';
import type { Interval } from '../value.ts';
import type { ReturnRow } from './read-returns.ts';
import type { RetentionLayout } from './request.ts';

export interface RetentionCell {
  /** How many periods after that of the cohort. */
  readonly period: number;
  /** First and last day. */
  readonly start: string;
  readonly end: string;
  /** False where the period is not over, or the cohort is not whole. */
  readonly complete: boolean;
  /** Null where it is withheld. */
  readonly returned: number | null;
  /** Of all customers of the cohort, 0 to 1. */
  readonly share: number | null;
  readonly interval: Interval | null;
}

export interface RetentionRow {
  readonly start: string;
  readonly end: string;
  readonly complete: boolean;
  /** Customers who came first in it. */
  readonly n: number;
  readonly suppressed: boolean;
  readonly reliable: boolean;
  readonly cells: readonly RetentionCell[];
}

export interface RetentionAverage {
  readonly period: number;
  /** How many cohorts have a complete cell that is shown. */
  readonly cohorts: number;
  /** Their customers, and how many of these came again. */
  readonly n: number;
  readonly returned: number | null;
  readonly share: number | null;
  readonly interval: Interval | null;
  readonly reliable: boolean;
}

export function retentionRows(
  rows: readonly ReturnRow[],
  layout: RetentionLayout,
  reporting: Reporting,
): RetentionRow[] {
  const { cohorts, periods, follow, now, confidence } = layout;
  const counts = new Map(rows.map(({ cohort, after, customers }) => [`${cohort} ${after}`, customers]));
  return cohorts.map(({ start, end, complete }, i) => {
    const n = counts.get(`${i} 0`) ?? 0;
    const suppressed = n > 0 && n < reporting.minReport;
    const isShown = n > 0 && !suppressed;
    const cells = periods.slice(i + 1, i + 1 + follow).map((period, k): RetentionCell => {
      const returned = counts.get(`${i} ${k + 1}`) ?? 0;
      return {
        ...{ period: k + 1, start: period.start, end: period.end },
        complete: complete && isOver(period, now),
        returned: suppressed ? null : returned,
        share: isShown ? returned / n : null,
        interval: isShown ? { ...wilson(returned, n, confidence), confidence } : null,
      };
    });
    return { start, end, complete, n, suppressed, reliable: isShown && n >= reporting.minReliable, cells };
  });
}

/**
 * Of each period the customers of all cohorts together, so that each customer weighs the same. What is withheld stays out:
 * else it could be told from the difference.
 */
export function retentionAverage(
  rows: readonly RetentionRow[],
  { follow, confidence }: RetentionLayout,
  { minReliable }: Reporting,
): RetentionAverage[] {
  return Array.from({ length: follow }, (_, k) => {
    const counted = rows.flatMap(({ n, suppressed, cells }) => {
      const cell = cells[k];
      return n > 0 && !suppressed && cell?.complete ? [{ n, returned: cell.returned! }] : [];
    });
    const n = counted.reduce((sum, one) => sum + one.n, 0);
    const returned = counted.reduce((sum, one) => sum + one.returned, 0);
    return {
      ...{ period: k + 1, cohorts: counted.length, n },
      returned: n > 0 ? returned : null,
      share: n > 0 ? returned / n : null,
      interval: n > 0 ? { ...wilson(returned, n, confidence), confidence } : null,
      reliable: n >= minReliable,
    };
  });
}
