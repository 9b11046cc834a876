// Pure: what a business calendar is: when it is open, and how its weeks and years begin.
import type { Weekday } from '../../../base/time/calendar.ts';

/** As ISO 8601 counts them. */
export const DAYS_OF_WEEK = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const;
export type DayOfWeek = (typeof DAYS_OF_WEEK)[number];

/** Business durations and fiscal years that name no calendar go by this one. */
export const DEFAULT_CALENDAR = 'default';

/** On each of these days, as the clocks of the calendar show it. */
export interface BusinessHours {
  readonly days: readonly DayOfWeek[];
  /** HH:MM. */
  readonly from: string;
  /** HH:MM, after `from`; 24:00 is the end of the day. */
  readonly to: string;
}

export interface BusinessCalendar {
  /** Small letters, digits and dashes. */
  readonly key: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly weekStart: Weekday;
  /** The month that fiscal years begin with, 1 to 12. */
  readonly fiscalYearStart: number;
  /** Those of one day do not overlap. Without any, durations are not counted by it. */
  readonly hours: readonly BusinessHours[];
  /** Days, YYYY-MM-DD, ascending, on which it is closed. */
  readonly holidays: readonly string[];
}

/** Of HH:MM, since midnight. */
export function minutesOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number) as [number, number];
  return hours * 60 + minutes;
}
