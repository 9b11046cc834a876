// How long a business was open between two moments, by its hours and holidays, walked day by day: the second opinion.
import type { Temporal } from 'temporal-polyfill';
import { momentIn } from '../../src/base/time/calendar.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../src/base/time/duration.ts';

/** Minutes of the clock since midnight; 1440 is the end of the day. From before `to`. */
export interface Opening {
  readonly from: number;
  readonly to: number;
}

export interface OpeningHours {
  /** IANA name. */
  readonly timeZone: string;
  /** Seven, from Monday on; those of a day do not overlap. None on a day that is closed. */
  readonly week: readonly (readonly Opening[])[];
  /** Days, YYYY-MM-DD, on which it is closed. */
  readonly holidays: ReadonlySet<string>;
}

/**
 * Seconds that it was open, to the millisecond; 0 when the second moment is not after the first. What clocks skip is no
 * time, and an hour that they show twice counts twice: open from 02:00 to 03:00 is nothing or two hours then.
 */
export function businessSeconds({ timeZone, week, holidays }: OpeningHours, from: Date, to: Date): number {
  const hi = to.getTime();
  let open = 0;
  let jump = Number.NEGATIVE_INFINITY;
  // In steps within one day of the clock and between two of its jumps, where it runs as time does.
  for (let at = from.getTime(); at < hi; ) {
    const clock = momentIn(timeZone, at);
    if (at >= jump) jump = clock.getTimeZoneTransition('next')?.epochMilliseconds ?? Number.POSITIVE_INFINITY;
    const midnight = at - sinceMidnight(clock);
    const end = Math.min(hi, jump, midnight + DAY);
    const hours = holidays.has(clock.toPlainDate().toString()) ? [] : week[clock.dayOfWeek - 1]!;
    for (const each of hours)
      open += Math.max(0, Math.min(end, midnight + each.to * MINUTE) - Math.max(at, midnight + each.from * MINUTE));
    at = end;
  }
  return open / 1000;
}

function sinceMidnight(clock: Temporal.ZonedDateTime): number {
  return clock.hour * HOUR + clock.minute * MINUTE + clock.second * SECOND + clock.millisecond;
}
