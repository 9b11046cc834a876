// How large a value may be, wherever it comes from: a CRM, a file or our own API.

/** Characters of what identifies something: an id, a key, an address. PostgreSQL's indexes hold no more than some 2,700 bytes. */
export const MAX_ID = 255;
/** Characters of what stands on one line: a name, a label, a subject. */
export const MAX_LINE = 1_000;
/** Characters of what people write: bodies, comments. */
export const MAX_TEXT = 60_000;
/** Amounts of money and other figures lie between this and its negative. */
export const MAX_AMOUNT = 1e12;

const FIRST_YEAR = 1900;
const YEARS_AHEAD = 10;

/** Moments are believed from 1900 to ten years from now. */
export function isBelievable(moment: Date, now: Date = new Date()): boolean {
  const year = moment.getUTCFullYear();
  // An invalid date has no year, and is none that can be compared.
  return year >= FIRST_YEAR && year <= now.getUTCFullYear() + YEARS_AHEAD;
}
