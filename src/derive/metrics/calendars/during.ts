// What a period takes from the calendar that it names: its time zone, and how its weeks and years begin.
import type { Sql } from '../../../base/database/sql.ts';
import { badInput } from '../../../base/errors.ts';
import type { PeriodInput, PlainPeriod } from '../period.ts';
import type { ReportRequest } from '../request.ts';
import { DEFAULT_CALENDAR } from './calendar.ts';
import { findCalendar } from './stored.ts';

/**
 * What the period says itself goes before what its calendar says. A fiscal year without a calendar is one of the default
 * calendar where there is one, else the calendar year. One statement, and none where no calendar can matter.
 * @throws UserError BAD_USER_INPUT
 */
export async function withCalendar(sql: Sql, during: PeriodInput, field = 'during'): Promise<PlainPeriod> {
  const { calendar, ...own } = during;
  if (calendar == null && (own.fiscalYear == null || own.fiscalYearStart != null)) return own;
  const found = await findCalendar(sql, calendar ?? DEFAULT_CALENDAR);
  if (found)
    return {
      ...own,
      timeZone: own.timeZone ?? found.timeZone,
      weekStart: own.weekStart ?? found.weekStart,
      fiscalYearStart: found.fiscalYearStart,
    };
  if (calendar == null) return { ...own, fiscalYearStart: 1 };
  throw badInput(
    `${field}.calendar`,
    `There is no calendar "${calendar.slice(0, 80)}". The query "calendars" lists their keys; "saveCalendar" makes one.`,
  );
}

/** The same of all periods of a report. */
export async function withCalendars(sql: Sql, request: ReportRequest): Promise<ReportRequest<PlainPeriod>> {
  const { during, compareTo, ...rest } = request;
  const plain = { ...rest, during: await withCalendar(sql, during) };
  if (compareTo == null || typeof compareTo === 'string') return { ...plain, compareTo };
  const { period, ...others } = compareTo;
  if (period == null) return { ...plain, compareTo: others };
  return { ...plain, compareTo: { ...others, period: await withCalendar(sql, period, 'compareTo.period') } };
}
