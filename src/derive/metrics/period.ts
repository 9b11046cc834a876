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
  /** The day that weeks begin on; Monday when absent. */
  readonly weekStart?: Weekday | null;
  /** IANA name; UTC when absent. */
  readonly timeZone?: string | null;
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

export interface Period extends Stretch {
  readonly timeZone: string;
  /** Calendar parts of a period of whole days; null for a window that ends now. */
  readonly days: { readonly from: Day; readonly to: Day } | null;
  readonly window: Temporal.Duration | null;
  readonly weekStart: Weekday;
}

export const MAX_BUCKETS = 1000;
const EARLIEST = dayIn('1900-01-01')!;
const LATEST = dayIn('2200-12-31')!;

/** @throws UserError BAD_USER_INPUT naming the field. */
export function parsePeriod(input: PeriodInput, now: Date, field = 'during'): Period {
  const timeZone = parseZone(input.timeZone ?? 'UTC', `${field}.timeZone`);
  const weekStart = input.weekStart ?? 'MONDAY';
  if (input.previous != null) {
    if (input.last != null) throw badInput(`${field}.previous`, 'Give either "previous" or "last", not both.');
    if (input.from != null || input.to != null)
      throw badInput(`${field}.previous`, 'Give either "previous" or "from" and "to", not both.');
    return lastWhole(input.previous, timeZone, weekStart, now);
  }
  if (input.last != null) {
    if (input.from != null || input.to != null)
      throw badInput(`${field}.last`, 'Give either "last" or "from" and "to", not both.');
    return rolling(input.last, timeZone, weekStart, now, field);
  }
  if (input.from == null || input.to == null)
    throw badInput(
      field,
      'Give "from" and "to", "last" or "previous", such as {from: "2026-01-01", to: "2026-03-31"}, {last: "P90D"} or {previous: MONTH}.',
    );
  const from = parseDay(input.from, `${field}.from`);
  const to = parseDay(input.to, `${field}.to`);
  if (compareDays(from, to) > 0)
    throw badInput(`${field}.from`, `The period is upside down: it starts on ${from} and ends on ${to}.`);
  return ofDays(from, to, timeZone, weekStart);
}

/** A day that the zone skipped is none: the one before it is the last. */
function lastWhole(every: Granularity, timeZone: string, weekStart: Weekday, now: Date): Period {
  const today = momentIn(timeZone, now.getTime()).toPlainDate();
  const begun = startOfDay(bucketStart(today, every, weekStart), timeZone);
  const from = bucketStart(dayIn(lastDayBefore(begun, timeZone))!, every, weekStart);
  return ofDays(from, nextBucket(from, every).subtract({ days: 1 }), timeZone, weekStart);
}

function ofDays(from: Day, to: Day, timeZone: string, weekStart: Weekday): Period {
  return {
    timeZone,
    start: from.toString(),
    end: to.toString(),
    lo: startOfDay(from, timeZone),
    hi: startOfDay(to.add({ days: 1 }), timeZone),
    days: { from, to },
    window: null,
    weekStart,
  };
}

function rolling(last: string, timeZone: string, weekStart: Weekday, now: Date, field: string): Period {
  const window = parseWindow(last, `${field}.last`);
  return windowUntil(now.getTime(), window, timeZone, weekStart);
}

function windowUntil(hi: number, window: Temporal.Duration, timeZone: string, weekStart: Weekday): Period {
  const end = momentIn(timeZone, hi);
  const start = end.subtract(window);
  return {
    timeZone,
    lo: start.epochMilliseconds,
    hi,
    start: start.toPlainDate().toString(),
    end: lastDayBefore(hi, timeZone),
    days: null,
    window,
    weekStart,
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
  for (let day = bucketStart(dayIn(period.start)!, every, period.weekStart); ; ) {
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
export function countBuckets({ start, end, weekStart }: Period, every: Granularity): number {
  const count = bucketsBetween(start, end, every, weekStart);
  if (count <= MAX_BUCKETS) return count;
  const remedy = 'Ask for a shorter period, or longer buckets.';
  throw badInput('every', `This would be more than ${MAX_BUCKETS} buckets. ${remedy}`);
}

/** As long, and just before. Whole months go back whole months: before the third quarter comes the second. */
export function previousPeriod(period: Period): Period {
  if (!period.days) return windowUntil(period.lo, period.window!, period.timeZone, period.weekStart);
  const { from, to } = period.days;
  const after = to.add({ days: 1 });
  const whole = from.day === 1 && after.day === 1;
  const length = whole ? from.until(after, { largestUnit: 'months' }) : from.until(after, { largestUnit: 'days' });
  return ofDays(from.subtract(length), from.subtract({ days: 1 }), period.timeZone, period.weekStart);
}

/** The same days a year before. */
export function previousYear(period: Period): Period {
  const year = { years: 1 };
  if (period.days) {
    const { from, to } = period.days;
    const end = to.add({ days: 1 }).subtract(year);
    return ofDays(from.subtract(year), end.subtract({ days: 1 }), period.timeZone, period.weekStart);
  }
  const end = momentIn(period.timeZone, period.hi).subtract(year);
  return windowUntil(end.epochMilliseconds, period.window!, period.timeZone, period.weekStart);
}

/** Whether it is over: what is still to come is not counted. */
export const isOver = ({ hi }: Span, now: Date): boolean => hi <= now.getTime();

/** Of a period that goes on, the days that have passed: what happened in them is all there is. */
export const daysPassed = (span: Span, now: Date): number => daysOf({ ...span, hi: Math.min(span.hi, now.getTime()) });
