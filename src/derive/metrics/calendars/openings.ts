// Pure: a business calendar written out: every span of time in which it is open, over some years.
import { dayIn, momentIn, type Span, startOfDay } from '../../../base/time/calendar.ts';
import { DAY, MINUTE } from '../../../base/time/duration.ts';
import { type BusinessCalendar, DAYS_OF_WEEK, minutesOf } from './calendar.ts';

/** From the beginning of one year to the beginning of another, which is the first that does not belong to it. */
export function yearsOf({ timeZone }: BusinessCalendar, first: number, end: number): Span {
  const start = (year: number) => startOfDay(dayIn(`${year}-01-01`)!, timeZone);
  return { lo: start(first), hi: start(end) };
}

/**
 * Ascending; those that follow one another without a gap are one. What clocks skip is no time, and an hour that they show
 * twice counts twice: open from 02:00 to 03:00 is nothing or two hours then.
 */
export function openingsIn(calendar: BusinessCalendar, { lo, hi }: Span): Span[] {
  const week = weekOf(calendar);
  const holidays = new Set(calendar.holidays);
  const found: Span[] = [];
  // In steps between two jumps of the clock, where it runs as time does.
  for (let at = lo; at < hi; ) {
    const clock = momentIn(calendar.timeZone, at);
    const jump = clock.getTimeZoneTransition('next')?.epochMilliseconds ?? Number.POSITIVE_INFINITY;
    const end = Math.min(hi, jump);
    const ahead = clock.offsetNanoseconds / 1e6;
    for (let day = Math.floor((at + ahead) / DAY); day * DAY < end + ahead; day += 1) {
      if (holidays.has(new Date(day * DAY).toISOString().slice(0, 10))) continue;
      for (const { from, to } of week[dayOfWeek(day)]!) {
        const midnight = day * DAY - ahead;
        add(found, Math.max(at, midnight + from * MINUTE), Math.min(end, midnight + to * MINUTE));
      }
    }
    at = end;
  }
  return found;
}

function add(found: Span[], lo: number, hi: number): void {
  if (hi <= lo) return;
  const last = found.at(-1);
  if (last?.hi === lo) found[found.length - 1] = { lo: last.lo, hi };
  else found.push({ lo, hi });
}

/** Seven, from Monday on: hours in minutes since midnight, ascending. */
function weekOf({ hours }: BusinessCalendar): { from: number; to: number }[][] {
  return DAYS_OF_WEEK.map(name =>
    hours
      .filter(({ days }) => days.includes(name))
      .map(({ from, to }) => ({ from: minutesOf(from), to: minutesOf(to) }))
      .sort((a, b) => a.from - b.from),
  );
}

/** Of a day since 1970, which began with a Thursday; 0 is Monday. */
const dayOfWeek = (day: number): number => (((day + 3) % 7) + 7) % 7;
