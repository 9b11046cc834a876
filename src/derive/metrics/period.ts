// Pure: calendar periods and their buckets in a time zone, as spans of moments.
import { Temporal } from 'temporal-polyfill';
import { badInput } from '../../base/errors.ts';

export type Granularity = 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR';

export interface PeriodInput {
  /** First day, YYYY-MM-DD. */
  readonly from?: string | null;
  /** Last day, included. */
  readonly to?: string | null;
  /** ISO 8601: the window of this length that ends now. */
  readonly last?: string | null;
  /** IANA name; UTC when absent. */
  readonly timeZone?: string | null;
}

/** From `lo` to before `hi`, in milliseconds since 1970. */
export interface Span {
  readonly lo: number;
  readonly hi: number;
}

export interface Bucket extends Span {
  /** First and last day in the period's time zone. */
  readonly start: string;
  readonly end: string;
}

export interface Period extends Bucket {
  readonly timeZone: string;
  /** Calendar parts of a period of whole days; null for a window that ends now. */
  readonly days: { readonly from: Temporal.PlainDate; readonly to: Temporal.PlainDate } | null;
  readonly window: Temporal.Duration | null;
}

export const MAX_BUCKETS = 1000;
const EARLIEST = Temporal.PlainDate.from('1900-01-01');
const LATEST = Temporal.PlainDate.from('2200-12-31');

/** @throws UserError BAD_USER_INPUT naming the field. */
export function parsePeriod(input: PeriodInput, now: Date, field = 'during'): Period {
  const timeZone = parseZone(input.timeZone ?? 'UTC', `${field}.timeZone`);
  if (input.last != null) {
    if (input.from != null || input.to != null)
      throw badInput(`${field}.last`, 'Give either "last" or "from" and "to", not both.');
    return rolling(input.last, timeZone, now, field);
  }
  if (input.from == null || input.to == null)
    throw badInput(
      field,
      'Give "from" and "to", or "last", such as {from: "2026-01-01", to: "2026-03-31"} or {last: "P90D"}.',
    );
  const from = parseDay(input.from, `${field}.from`);
  const to = parseDay(input.to, `${field}.to`);
  if (Temporal.PlainDate.compare(from, to) > 0)
    throw badInput(`${field}.from`, `The period is upside down: it starts on ${from} and ends on ${to}.`);
  return ofDays(from, to, timeZone);
}

function ofDays(from: Temporal.PlainDate, to: Temporal.PlainDate, timeZone: string): Period {
  return {
    timeZone,
    start: from.toString(),
    end: to.toString(),
    lo: startOf(from, timeZone),
    hi: startOf(to.add({ days: 1 }), timeZone),
    days: { from, to },
    window: null,
  };
}

function rolling(last: string, timeZone: string, now: Date, field: string): Period {
  const window = parseWindow(last, `${field}.last`);
  return windowUntil(now.getTime(), window, timeZone);
}

function windowUntil(hi: number, window: Temporal.Duration, timeZone: string): Period {
  const end = Temporal.Instant.fromEpochMilliseconds(hi).toZonedDateTimeISO(timeZone);
  const start = end.subtract(window);
  return {
    timeZone,
    lo: start.epochMilliseconds,
    hi,
    start: start.toPlainDate().toString(),
    end: dayBefore(hi, timeZone),
    days: null,
    window,
  };
}

function parseWindow(text: string, field: string): Temporal.Duration {
  let window: Temporal.Duration;
  try {
    window = Temporal.Duration.from(text);
  } catch {
    throw badInput(field, `"${text}" is no length of time. Give one such as P90D, P12M or P1Y.`);
  }
  if (window.sign <= 0) throw badInput(field, `"${text}" is empty. Give a length of time such as P90D.`);
  if (window.total({ unit: 'years', relativeTo: '2000-01-01' }) > 100)
    throw badInput(field, `"${text}" is longer than 100 years.`);
  return window;
}

function parseDay(text: string, field: string): Temporal.PlainDate {
  let day: Temporal.PlainDate;
  try {
    day = Temporal.PlainDate.from(text);
  } catch {
    throw badInput(field, `"${text}" is no day. Give one such as 2026-01-31.`);
  }
  if (Temporal.PlainDate.compare(day, EARLIEST) < 0 || Temporal.PlainDate.compare(day, LATEST) > 0)
    throw badInput(field, `${day} lies outside ${EARLIEST} to ${LATEST}.`);
  return day;
}

/** The zone's name as it was given, if it is one. */
export function parseZone(name: string, field: string): string {
  try {
    // Offsets such as +02:00 are zones to Temporal, but say nothing of daylight saving.
    if (/^[A-Za-z]/.test(name)) return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId;
  } catch {
    // Said below.
  }
  throw badInput(field, `"${name}" is no time zone. Give an IANA name such as UTC, Europe/Berlin or America/New_York.`);
}

function startOf(day: Temporal.PlainDate, timeZone: string): number {
  return day.toZonedDateTime(timeZone).epochMilliseconds;
}

function dayBefore(hi: number, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(hi - 1)
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .toString();
}

/**
 * Calendar buckets; the first and the last are cut off at the ends of the period. Weeks start on Monday.
 * @throws UserError BAD_USER_INPUT when there are too many
 */
export function bucketsOf(period: Period, every: Granularity): Bucket[] {
  countBuckets(period, every);
  const buckets: Bucket[] = [];
  for (let day = floor(Temporal.PlainDate.from(period.start), every); ; ) {
    const next = day.add(stepOf(every));
    const lo = Math.max(period.lo, startOf(day, period.timeZone));
    const hi = Math.min(period.hi, startOf(next, period.timeZone));
    if (lo >= period.hi) return buckets;
    // A zone that skipped a whole day has an empty bucket for it.
    const start = buckets.length === 0 ? period.start : day.toString();
    if (hi > lo) buckets.push({ lo, hi, start, end: dayBefore(hi, period.timeZone) });
    day = next;
  }
}

/**
 * How many `bucketsOf` gives, or one more where a zone skipped a day; without making them.
 * @throws UserError BAD_USER_INPUT when there are too many
 */
export function countBuckets({ start, end }: Period, every: Granularity): number {
  const first = floor(Temporal.PlainDate.from(start), every);
  const last = floor(Temporal.PlainDate.from(end), every);
  const [unit, each] = STEP[every];
  const count = 1 + first.until(last, { largestUnit: unit })[unit] / each;
  if (count <= MAX_BUCKETS) return count;
  const remedy = 'Ask for a shorter period, or longer buckets.';
  throw badInput('every', `This would be more than ${MAX_BUCKETS} buckets. ${remedy}`);
}

/** First and last day of the calendar bucket that a day lies in. */
export function bucketAround(day: string, every: Granularity): { start: string; end: string } {
  const start = floor(Temporal.PlainDate.from(day), every);
  return { start: start.toString(), end: start.add(stepOf(every)).subtract({ days: 1 }).toString() };
}

const STEP = {
  DAY: ['days', 1],
  WEEK: ['days', 7],
  MONTH: ['months', 1],
  QUARTER: ['months', 3],
  YEAR: ['months', 12],
} as const;

const stepOf = (every: Granularity) => ({ [STEP[every][0]]: STEP[every][1] });

function floor(day: Temporal.PlainDate, every: Granularity): Temporal.PlainDate {
  switch (every) {
    case 'DAY':
      return day;
    case 'WEEK':
      return day.subtract({ days: day.dayOfWeek - 1 });
    case 'MONTH':
      return day.with({ day: 1 });
    case 'QUARTER':
      return day.with({ day: 1, month: day.month - ((day.month - 1) % 3) });
    case 'YEAR':
      return day.with({ day: 1, month: 1 });
  }
}

/** As long, and just before. Whole months go back whole months: before the third quarter comes the second. */
export function previousPeriod(period: Period): Period {
  if (!period.days) return windowUntil(period.lo, period.window!, period.timeZone);
  const { from, to } = period.days;
  const after = to.add({ days: 1 });
  const whole = from.day === 1 && after.day === 1;
  const length = whole ? from.until(after, { largestUnit: 'months' }) : from.until(after, { largestUnit: 'days' });
  return ofDays(from.subtract(length), from.subtract({ days: 1 }), period.timeZone);
}

/** The same days a year before. */
export function previousYear(period: Period): Period {
  const year = { years: 1 };
  if (period.days) {
    const { from, to } = period.days;
    const end = to.add({ days: 1 }).subtract(year);
    return ofDays(from.subtract(year), end.subtract({ days: 1 }), period.timeZone);
  }
  const end = Temporal.Instant.fromEpochMilliseconds(period.hi).toZonedDateTimeISO(period.timeZone).subtract(year);
  return windowUntil(end.epochMilliseconds, period.window!, period.timeZone);
}

const DAY_MS = 86_400_000;
export const daysOf = (span: Span): number => (span.hi - span.lo) / DAY_MS;
/** Of a period that goes on, the days that have passed: what happened in them is all there is. */
export const daysPassed = (span: Span, now: Date): number => daysOf({ ...span, hi: Math.min(span.hi, now.getTime()) });
