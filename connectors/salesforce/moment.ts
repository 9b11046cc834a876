// Pure: moments and days as Salesforce writes them.

/**
 * A date without a time is a day wherever one looks at it from, and a moment must stand for it: this one of UTC falls into
 * that day from Honolulu to Auckland and the Chatham Islands. None does so everywhere, since zones lie 26 hours apart: in
 * Samoa's east, on Midway and Niue it is the day before, and on the Line Islands the day after.
 */
export const CLOCK_OF_DAYS = '10:00:00.000Z';

const DAY = /^\d{4}-\d\d-\d\d$/;

/** `2026-05-01T07:25:37.000+0000`, or a date, as JavaScript writes a moment; null for anything that is neither. */
export function iso(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const at = Date.parse(DAY.test(value) ? `${value}T${CLOCK_OF_DAYS}` : value.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

/** The day of a date without a time; null for anything else. */
export function dayOf(value: unknown): string | null {
  if (typeof value !== 'string' || !DAY.test(value)) return null;
  return iso(value)?.slice(0, 10) === value ? value : null;
}
