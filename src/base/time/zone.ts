// Pure: time zones by their names.
import { Temporal } from 'temporal-polyfill';

/** The zone's name, if there is such a zone; offsets such as +02:00 are zones too. */
export function zoneId(name: string): string | null {
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId;
  } catch {
    return null;
  }
}

/** IANA names alone: offsets say nothing of daylight saving, and the queue does not take them. */
export function namedZoneId(name: string): string | null {
  return /^[A-Za-z]/.test(name) ? zoneId(name) : null;
}
