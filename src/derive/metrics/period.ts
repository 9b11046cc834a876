// Pure: the period of a report as it is asked for, its buckets, and the period it is compared with.
import type { Temporal } from 'temporal-polyfill';
import { badInput } from '../../base/errors.ts';
import {
  bucketStart,
  bucketsBetween,
  compareDays,
  type Day,
  dayIn,
  daysOf,
  type Granularity,
  lastDayBefore,
  momentIn,
  nextBucket,
  type Span,
  startOfDay,
  type Weekday,
  type YearFrame,
} from '../../base/time/calendar.ts';
import { calendarDuration, isBeyondYears, MAX_YEARS } from '../../base/time/duration.ts';
import { namedZoneId } from '../../base/time/zone.ts';

export interface PeriodInput {
  /** First day, YYYY-MM-DD. */
  readonly from?: string | null;
  /** Last day, included. */
  readonly to?: string | null;
  /** ISO 8601: the window of this length that ends now. */
  readonly last?: string | null;
  /** The last whole one of the calendar before now. */
  readonly previous?: Granularity | null;
  /** By the year in which it begins. */
  readonly fiscalYear?: number | null;
  /** One of that fiscal year, 1 to 4. */
  readonly quarter?: number | null;
  /** The day that weeks begin on; Monday when absent. */
  readonly weekStart?: Weekday | null;
  /** IANA name; UTC when absent. */
  readonly timeZone?: string | null;
  /** The key of the one that says what is left out above: see calendars/during.ts. */
  readonly calendar?: string | null;
  /** The month that years begin with, as the calendar has it; January when absent. */
  readonly fiscalYearStart?: number | null;
}

/** One that names no calendar any more: what that says stands in it. */
export interface PlainPeriod extends PeriodInput {
  readonly calendar?: null;
}

/** Some days. */
export interface Stretch extends Span {
  /** First and last day in the period's time zone. */
  readonly start: string;
  readonly end: string;
}

export interface Bucket extends Stretch {
  /** False where it is cut off at an end of the period. */
  readonly isWhole: boolean;
}

/** The calendar of a period. */
interface Frame extends YearFrame {
  readonly timeZone: string;
}

export interface Period extends Stretch, Frame {
  /** Calendar parts of a period of whole days; null for a window that ends now. */
  readonly days: { readonly from: Day; readonly to: Day } | null;
  readonly window: Temporal.Duration | null;
}

export const MAX_BUCKETS = 1000;
const EARLIEST = dayIn('1900-01-01')!;
const LATEST = dayIn('2200-12-31')!;

/** @throws UserError BAD_USER_INPUT naming the field. */
export function parsePeriod(input: PlainPeriod, now: Date, field = 'during'): Period {
  const frame: Frame = {
    timeZone: parseZone(input.timeZone ?? 'UTC', `${field}.timeZone`),
    weekStart: input.weekStart ?? 'MONDAY',
    fiscalYearStart: input.fiscalYearStart ?? 1,
  };
  if (input.quarter != null && input.fiscalYear == null)
    throw badInput(`${field}.quarter`, 'A quarter is one of a year: say in "fiscalYear" of which.');
  if (input.fiscalYear != null) {
    const beside = (['previous', 'last', 'from', 'to'] as const).find(name => input[name] != null);
    if (beside) throw badInput(`${field}.fiscalYear`, `Give either "fiscalYear" or "${beside}", not both.`);
    return ofFiscalYear(input.fiscalYear, input.quarter ?? null, frame, field);
  }
  if (input.previous != null) {
    if (input.last != null) throw badInput(`${field}.previous`, 'Give either "previous" or "last", not both.');
    if (input.from != null || input.to != null)
      throw badInput(`${field}.previous`, 'Give either "previous" or "from" and "to", not both.');
    return lastWhole(input.previous, frame, now);
  }
  if (input.last != null) {
    if (input.from != null || input.to != null)
      throw badInput(`${field}.last`, 'Give either "last" or "from" and "to", not both.');
    return rolling(input.last, frame, now, field);
  }
  if (input.from == null || input.to == null)
    throw badInput(
      field,
      'Give "from" and "to", "last", "previous" or "fiscalYear", such as {from: "2026-01-01", to: "2026-03-31"}, {last: "P90D"} or {previous: MONTH}.',
    );
  const from = parseDay(input.from, `${field}.from`);
  const to = parseDay(input.to, `${field}.to`);
  if (compareDays(from, to) > 0)
    throw badInput(`${field}.from`, `The period is upside down: it starts on ${from} and ends on ${to}.`);
  return ofDays(from, to, frame);
}

/** A day that the zone skipped is none: the one before it is the last. */
function lastWhole(every: Granularity, frame: Frame, now: Date): Period {
  const { timeZone } = frame;
  const today = momentIn(timeZone, now.getTime()).toPlainDate();
  const begun = startOfDay(bucketStart(today, every, frame), timeZone);
  const from = bucketStart(dayIn(lastDayBefore(begun, timeZone))!, every, frame);
  return ofDays(from, nextBucket(from, every).subtract({ days: 1 }), frame);
}

const FIRST_YEAR = 1900;
const LAST_YEAR = 2199;

function ofFiscalYear(year: number, quarter: number | null, frame: Frame, field: string): Period {
  if (!(Number.isInteger(year) && year >= FIRST_YEAR && year <= LAST_YEAR))
    throw badInput(`${field}.fiscalYear`, `A fiscal year is from ${FIRST_YEAR} to ${LAST_YEAR}, not ${year}.`);
  if (quarter !== null && ![1, 2, 3, 4].includes(quarter))
    throw badInput(`${field}.quarter`, `A quarter is 1, 2, 3 or 4, not ${quarter}.`);
  const begins = dayIn(`${year}-${String(frame.fiscalYearStart).padStart(2, '0')}-01`)!;
  const from = begins.add({ months: quarter === null ? 0 : 3 * (quarter - 1) });
  return ofDays(from, from.add({ months: quarter === null ? 12 : 3 }).subtract({ days: 1 }), frame);
}

/** Of a period too, which is more than that. */
const frameOf = ({ timeZone, weekStart, fiscalYearStart }: Frame): Frame => ({ timeZone, weekStart, fiscalYearStart });

function ofDays(from: Day, to: Day, frame: Frame): Period {
  const { timeZone } = frame;
  return {
    ...frameOf(frame),
    start: from.toString(),
    end: to.toString(),
    lo: startOfDay(from, timeZone),
    hi: startOfDay(to.add({ days: 1 }), timeZone),
    days: { from, to },
    window: null,
  };
}

function rolling(last: string, frame: Frame, now: Date, field: string): Period {
  const window = parseWindow(last, `${field}.last`);
  return windowUntil(now.getTime(), window, frame);
}

function windowUntil(hi: number, window: Temporal.Duration, frame: Frame): Period {
  const { timeZone } = frame;
  const end = momentIn(timeZone, hi);
  const start = end.subtract(window);
  return {
    ...frameOf(frame),
    lo: start.epochMilliseconds,
    hi,
    start: start.toPlainDate().toString(),
    end: lastDayBefore(hi, timeZone),
    days: null,
    window,
  };
}

function parseWindow(text: string, field: string): Temporal.Duration {
  const window = calendarDuration(text);
  if (!window) throw badInput(field, `"${text}" is no length of time. Give one such as P90D, P12M or P1Y.`);
  if (window.sign <= 0) throw badInput(field, `"${text}" is empty. Give a length of time such as P90D.`);
  if (isBeyondYears(window)) throw badInput(field, `"${text}" is longer than ${MAX_YEARS} years.`);
  return window;
}

function parseDay(text: string, field: string): Day {
  const day = dayIn(text);
  if (!day) throw badInput(field, `"${text}" is no day. Give one such as 2026-01-31.`);
  if (compareDays(day, EARLIEST) < 0 || compareDays(day, LATEST) > 0)
    throw badInput(field, `${day} lies outside ${EARLIEST} to ${LATEST}.`);
  return day;
}

function parseZone(name: string, field: string): string {
  const zone = namedZoneId(name);
  if (zone !== null) return zone;
  throw badInput(field, `"${name}" is no time zone. Give an IANA name such as UTC, Europe/Berlin or America/New_York.`);
}

/**
 * Calendar buckets; the first and the last are cut off at the ends of the period.
 * @throws UserError BAD_USER_INPUT when there are too many
 */
export function bucketsOf(period: Period, every: Granularity): Bucket[] {
  countBuckets(period, every);
  const buckets: Bucket[] = [];
  for (let day = bucketStart(dayIn(period.start)!, every, period); ; ) {
    const next = nextBucket(day, every);
    const whole = { lo: startOfDay(day, period.timeZone), hi: startOfDay(next, period.timeZone) };
    const lo = Math.max(period.lo, whole.lo);
    const hi = Math.min(period.hi, whole.hi);
    if (lo >= period.hi) return buckets;
    // A zone that skipped a whole day has an empty bucket for it.
    const start = buckets.length === 0 ? period.start : day.toString();
    const isWhole = lo === whole.lo && hi === whole.hi;
    if (hi > lo) buckets.push({ lo, hi, start, end: lastDayBefore(hi, period.timeZone), isWhole });
    day = next;
  }
}

/**
 * How many `bucketsOf` gives, or one more where a zone skipped a day; without making them.
 * @throws UserError BAD_USER_INPUT when there are too many
 */
export function countBuckets(period: Period, every: Granularity): number {
  const count = bucketsBetween(period.start, period.end, every, period);
  if (count <= MAX_BUCKETS) return count;
  const remedy = 'Ask for a shorter period, or longer buckets.';
  throw badInput('every', `This would be more than ${MAX_BUCKETS} buckets. ${remedy}`);
}

/** As long, and just before. Whole months go back whole months: before the third quarter comes the second. */
export function previousPeriod(period: Period): Period {
  if (!period.days) return windowUntil(period.lo, period.window!, period);
  const { from, to } = period.days;
  const after = to.add({ days: 1 });
  const whole = from.day === 1 && after.day === 1;
  const length = whole ? from.until(after, { largestUnit: 'months' }) : from.until(after, { largestUnit: 'days' });
  return ofDays(from.subtract(length), from.subtract({ days: 1 }), period);
}

/** The same days a year before. */
export function previousYear(period: Period): Period {
  const year = { years: 1 };
  if (period.days) {
    const { from, to } = period.days;
    const end = to.add({ days: 1 }).subtract(year);
    return ofDays(from.subtract(year), end.subtract({ days: 1 }), period);
  }
  const end = momentIn(period.timeZone, period.hi).subtract(year);
  return windowUntil(end.epochMilliseconds, period.window!, period);
}

/** Whether it is over: what is still to come is not counted. */
export const isOver = ({ hi }: Span, now: Date): boolean => hi <= now.getTime();

/** Of a period that goes on, the days that have passed: what happened in them is all there is. */
export const daysPassed = (span: Span, now: Date): number => daysOf({ ...span, hi: Math.min(span.hi, now.getTime()) });
