// Pure: dates of files, and what is wrong with them in the words of the command line.
import { badInput } from '../../base/errors.ts';
import { parseWritten } from '../../base/time/moment.ts';
import { zoneId } from '../../base/time/zone.ts';

/** Throws BAD_USER_INPUT for a zone that does not exist. */
export function checkTimeZone(zone: string): void {
  if (zoneId(zone) === null)
    throw badInput('timeZone', `There is no time zone "${zone}". Name one such as Europe/Berlin.`);
}

const PROBLEMS = {
  FORM: 'is not a date such as 2026-03-31T14:05:00+02:00.',
  NO_OFFSET: 'has no offset. Say in which zone it is: --time-zone Europe/Berlin.',
  NO_SUCH_DAY: 'is not a date: there is no such day or hour.',
} as const;

export function parseMoment(text: string, zone: string | null): Date | { readonly problem: string } {
  const moment = parseWritten(text, zone);
  return moment instanceof Date ? moment : { problem: `"${text}" ${PROBLEMS[moment]}` };
}
