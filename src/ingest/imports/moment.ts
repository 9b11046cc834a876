// Dates as survey tools write them: ISO 8601, with an offset or in a time zone that was named.
import { Temporal } from 'temporal-polyfill';
import { badInput } from '../../base/errors.ts';

const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?))?\s?(Z|z|[+-]\d{2}(?::?\d{2})?)?$/;

/** Of a text without an offset; null when it is no date or has one. */
export function lacksOffset(text: string): boolean {
  const match = ISO.exec(text.trim());
  return match !== null && match[3] === undefined;
}

/** Throws BAD_USER_INPUT for a zone that does not exist. */
export function checkTimeZone(zone: string): void {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
  } catch {
    throw badInput('timeZone', `There is no time zone "${zone}". Name one such as Europe/Berlin.`);
  }
}

/** A day alone is its beginning in the zone. An hour that the clocks skip is the one after it. */
export function parseMoment(text: string, zone: string | null): Date | { readonly problem: string } {
  const [, day, time = '00:00', offset] = ISO.exec(text.trim()) ?? [];
  if (day === undefined) return { problem: `"${text}" is not a date such as 2026-03-31T14:05:00+02:00.` };
  if (offset === undefined && zone === null)
    return { problem: `"${text}" has no offset. Say in which zone it is: --time-zone Europe/Berlin.` };
  try {
    const local = Temporal.PlainDateTime.from(`${day}T${time.replace(',', '.')}`);
    const zoned = local.toZonedDateTime(
      offset === undefined ? zone! : offset.toUpperCase() === 'Z' ? 'UTC' : wide(offset),
    );
    return new Date(zoned.epochMilliseconds);
  } catch {
    return { problem: `"${text}" is not a date: there is no such day or hour.` };
  }
}

/** "+02" and "+0200" as "+02:00". */
function wide(offset: string): string {
  const digits = offset.slice(1).replace(':', '').padEnd(4, '0');
  return `${offset[0]}${digits.slice(0, 2)}:${digits.slice(2)}`;
}
