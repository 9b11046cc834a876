// Days, buckets and windows of a time zone, found out by asking Intl and nothing else.
import type { Granularity } from '../../../src/base/time/calendar.ts';
import type { PeriodInput } from '../../../src/derive/metrics/period.ts';
import type { ReportRequest } from '../../../src/derive/metrics/request.ts';

const DAY = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** The wall clock of a moment, as if it were UTC. */
function wall(t: number, zone: string): number {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      fractionalSecondDigits: 3,
    });
    formats.set(zone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(t).map(({ type, value }) => [type, Number(value)]));
  const { year, month, day, hour, minute, second, fractionalSecond } = parts as Record<string, number>;
  return Date.UTC(year!, month! - 1, day!, hour!, minute!, second!, fractionalSecond!);
}

const text = (utc: number): string => new Date(utc).toISOString().slice(0, 10);
export const dayOf = (t: number, zone: string): string => text(wall(t, zone));

const starts = new Map<string, number>();

/** The first moment at which the calendar shows that day or a later one. */
export function startOfDay(day: string, zone: string): number {
  const known = starts.get(`${day} ${zone}`);
  if (known !== undefined) return known;
  let [before, after] = [Date.parse(day) - 2 * DAY, Date.parse(day) + 2 * DAY];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (dayOf(middle, zone) < day) before = middle;
    else after = middle;
  }
  starts.set(`${day} ${zone}`, after);
  return after;
}

export function plusDays(day: string, days: number): string {
  return text(Date.parse(day) + days * DAY);
}

/** The same day of another month, or its last. */
export function plusMonths(day: string, months: number): string {
  const [year, month, of] = day.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0));
  return text(
    Math.min(last.getTime(), Date.UTC(year, month - 1 + months, Math.min(of, 28)) + (of - Math.min(of, 28)) * DAY),
  );
}

export interface Stretch {
  readonly lo: number;
  readonly hi: number;
  /** First and last day. */
  readonly start: string;
  readonly end: string;
}

export const daysFrom = (from: string, to: string, zone: string): Stretch => ({
  lo: startOfDay(from, zone),
  hi: startOfDay(plusDays(to, 1), zone),
  start: from,
  end: to,
});

/** A window of so many days, months or hours that ends at a moment. */
function windowUntil(hi: number, last: string, zone: string): Stretch {
  const lo = back(hi, last, zone);
  return { lo, hi, start: dayOf(lo, zone), end: dayOf(hi - 1, zone) };
}

function back(hi: number, last: string, zone: string): number {
  const [, time, count, unit] = /^P(T?)(\d+)([HDWMY])$/.exec(last)!;
  const n = Number(count);
  if (time) return hi - n * 3_600_000;
  const clock = wall(hi, zone);
  const day = text(clock);
  const days = unit === 'D' ? n : unit === 'W' ? 7 * n : 0;
  const then = days > 0 ? plusDays(day, -days) : plusMonths(day, unit === 'Y' ? -12 * n : -n);
  return momentOf(Date.parse(then) + (clock % DAY), zone);
}

/** The first moment at which the clock shows that. */
function momentOf(clock: number, zone: string): number {
  for (let t = clock - 15 * 3_600_000; t <= clock + 15 * 3_600_000; t += 15 * 60_000) {
    if (wall(t, zone) === clock) return t;
  }
  throw new Error(`the clock of ${zone} never shows ${new Date(clock).toISOString()}`);
}

export function periodOf(during: PeriodInput, now: number): Stretch {
  const zone = during.timeZone ?? 'UTC';
  return during.last ? windowUntil(now, during.last, zone) : daysFrom(during.from!, during.to!, zone);
}

export function baselineOf(during: PeriodInput, compareTo: ReportRequest['compareTo'], now: number): Stretch | null {
  if (typeof compareTo === 'object' && compareTo !== null) {
    if (compareTo.with == null) return periodOf(compareTo.period ?? during, now);
    return baselineOf(during, compareTo.with, now);
  }
  const zone = during.timeZone ?? 'UTC';
  const period = periodOf(during, now);
  if (compareTo === 'PREVIOUS_PERIOD') {
    if (during.last) return windowUntil(period.lo, during.last, zone);
    const [from, after] = [during.from!, plusDays(during.to!, 1)];
    const end = plusDays(from, -1);
    if (from.endsWith('-01') && after.endsWith('-01')) {
      const months =
        (Number(after.slice(0, 4)) - Number(from.slice(0, 4))) * 12 +
        Number(after.slice(5, 7)) -
        Number(from.slice(5, 7));
      return daysFrom(plusMonths(from, -months), end, zone);
    }
    return daysFrom(plusDays(from, -(Date.parse(after) - Date.parse(from)) / DAY), end, zone);
  }
  if (compareTo !== 'PREVIOUS_YEAR') return null;
  if (during.last) return windowUntil(back(period.hi, 'P1Y', zone), during.last, zone);
  return daysFrom(plusMonths(during.from!, -12), plusDays(plusMonths(plusDays(during.to!, 1), -12), -1), zone);
}

function bucketName(day: string, every: Granularity): string {
  const [year, month] = [day.slice(0, 4), Number(day.slice(5, 7))];
  if (every === 'DAY') return day;
  // The Monday of its week; 1970 began on a Thursday.
  if (every === 'WEEK') return plusDays(day, -((Date.parse(day) / DAY + 3) % 7));
  if (every === 'MONTH') return day.slice(0, 7);
  return every === 'QUARTER' ? `${year} ${Math.ceil(month / 3)}` : year;
}

export function bucketsOf({ lo, hi, start, end }: Stretch, every: Granularity, zone: string): Stretch[] {
  const buckets: { start: string; end: string; name: string }[] = [];
  for (let day = start; day <= end; day = plusDays(day, 1)) {
    // A day that a zone left out is none.
    if (startOfDay(day, zone) === startOfDay(plusDays(day, 1), zone)) continue;
    const name = bucketName(day, every);
    const last = buckets.at(-1);
    if (last?.name === name) last.end = day;
    else buckets.push({ start: day, end: day, name });
  }
  return buckets.map(bucket => ({
    start: bucket.start,
    end: bucket.end,
    lo: Math.max(lo, startOfDay(bucket.start, zone)),
    hi: Math.min(hi, startOfDay(plusDays(bucket.end, 1), zone)),
  }));
}
