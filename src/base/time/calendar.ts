// Pure: the calendar of a time zone: its days, and buckets of days, as spans of moments.
import { Temporal } from 'temporal-polyfill';
import { DAY } from './duration.ts';

export type Granularity = 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR';

/** By the number of the day in ISO 8601. */
const FIRST_DAY = { MONDAY: 1, SATURDAY: 6, SUNDAY: 7 } as const;

/** The day that weeks begin on. */
export type Weekday = keyof typeof FIRST_DAY;

/** From `lo` to before `hi`, in milliseconds since 1970. */
export interface Span {
  readonly lo: number;
  readonly hi: number;
}

export type Day = Temporal.PlainDate;

/** Null for a text that is no day. */
export function dayIn(text: string): Day | null {
  try {
    return Temporal.PlainDate.from(text);
  } catch {
    return null;
  }
}

/** Below 0 when the first is the earlier one. */
export const compareDays = (a: Day, b: Day): number => Temporal.PlainDate.compare(a, b);

export function startOfDay(day: Day, timeZone: string): number {
  return day.toZonedDateTime(timeZone).epochMilliseconds;
}

export function momentIn(timeZone: string, at: number): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
}

/** The last day of what ends before this moment. */
export function lastDayBefore(hi: number, timeZone: string): string {
  return momentIn(timeZone, hi - 1)
    .toPlainDate()
    .toString();
}

export function dayBefore(day: string): string {
  return Temporal.PlainDate.from(day).subtract({ days: 1 }).toString();
}

const STEP = {
  DAY: ['days', 1],
  WEEK: ['days', 7],
  MONTH: ['months', 1],
  QUARTER: ['months', 3],
  YEAR: ['months', 12],
} as const;

/** How weeks, quarters and years begin. */
export interface YearFrame {
  readonly weekStart: Weekday;
  /** The month that years begin with, 1 to 12; quarters are those of such years. */
  readonly fiscalYearStart: number;
}

const USUAL: YearFrame = { weekStart: 'MONDAY', fiscalYearStart: 1 };

/** The first day of the bucket that a day lies in. */
export function bucketStart(day: Day, every: Granularity, { weekStart, fiscalYearStart }: YearFrame = USUAL): Day {
  /** Months of the year that are over. */
  const months = (day.month - fiscalYearStart + 12) % 12;
  switch (every) {
    case 'DAY':
      return day;
    case 'WEEK':
      return day.subtract({ days: (day.dayOfWeek - FIRST_DAY[weekStart] + 7) % 7 });
    case 'MONTH':
      return day.with({ day: 1 });
    case 'QUARTER':
      return day.with({ day: 1 }).subtract({ months: months % 3 });
    case 'YEAR':
      return day.with({ day: 1 }).subtract({ months });
  }
}

/** Of a bucket's first day: that of the next one. */
export function nextBucket(start: Day, every: Granularity): Day {
  return start.add({ [STEP[every][0]]: STEP[every][1] });
}

/** Of the first and the last day: in how many buckets they and all days between them lie. */
export function bucketsBetween(start: string, end: string, every: Granularity, frame: YearFrame = USUAL): number {
  const [unit, each] = STEP[every];
  const [first, last] = [start, end].map(day => bucketStart(Temporal.PlainDate.from(day), every, frame)) as [Day, Day];
  return 1 + first.until(last, { largestUnit: unit })[unit] / each;
}

/** First and last day of the bucket that a day lies in. */
export function bucketAround(day: string, every: Granularity): { start: string; end: string } {
  const start = bucketStart(Temporal.PlainDate.from(day), every);
  return { start: start.toString(), end: nextBucket(start, every).subtract({ days: 1 }).toString() };
}

export const daysOf = (span: Span): number => (span.hi - span.lo) / DAY;
