// Pure: lengths of time as ISO 8601 writes them: of a fixed length, and such as fit the calendar.
import { Temporal } from 'temporal-polyfill';
import { badInput } from '../errors.ts';

/** Milliseconds. */
export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const FORM = /^P(?=\d|T\d)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const MS = [7 * DAY, DAY, HOUR, MINUTE, SECOND];

/** Milliseconds. Months and years have no fixed length and are refused, with BAD_USER_INPUT. */
export function parseDuration(field: string, text: string): number {
  const parts = FORM.exec(text);
  if (!parts)
    throw badInput(
      field,
      `"${text}" is not a duration of weeks, days, hours, minutes and seconds, such as PT15M or P1D.`,
    );
  return MS.reduce((sum, ms, at) => sum + ms * Number(parts[at + 1] ?? 0), 0);
}

/** The shortest way to write it. */
export function formatDuration(ms: number): string {
  const total = Math.round(ms / 1000);
  const [days, hours, minutes, seconds] = [
    Math.floor(total / 86_400),
    Math.floor(total / 3600) % 24,
    Math.floor(total / 60) % 60,
    total % 60,
  ];
  const time = [hours && `${hours}H`, minutes && `${minutes}M`, seconds && `${seconds}S`].filter(Boolean).join('');
  return total === 0 ? 'PT0S' : `P${days ? `${days}D` : ''}${time ? `T${time}` : ''}`;
}

const ANY_FORM =
  /^P(?=[\dT])(?:(\d+)W|(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?)$/;
const MAX_LENGTH = 60;
/** How many of each part fit a year, at the least. */
const PER_YEAR: readonly number[] = [52, 1, 12, 365, 365 * 24, 365 * 24 * 60, 365 * 24 * 3600];

/** Counted back from now, more would leave the calendar that moments are taken from. */
export const MAX_YEARS = 100;

/** At the most, months and years included; null for what is no duration. */
export function yearsIn(text: string): number | null {
  const parts = text.length <= MAX_LENGTH ? ANY_FORM.exec(text) : null;
  return parts && PER_YEAR.reduce((sum, many, at) => sum + Number(parts[at + 1] ?? 0) / many, 0);
}

/** What the calendar can add and take off; null for what is no duration. */
export function calendarDuration(text: string): Temporal.Duration | null {
  try {
    return Temporal.Duration.from(text);
  } catch {
    return null;
  }
}

export function isBeyondYears(duration: Temporal.Duration): boolean {
  return duration.total({ unit: 'years', relativeTo: '2000-01-01' }) > MAX_YEARS;
}
