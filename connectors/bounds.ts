// Pure: how large a value may be, wherever it comes from: a CRM, a file or our own API.

/** Characters of what identifies something: an id, a key, an address. PostgreSQL's indexes hold no more than some 2,700 bytes. */
export const MAX_ID = 255;
/** Characters of the name of a kind of records, as a connector calls it, and of a connection's key. */
export const MAX_OBJECT = 100;
/** Characters of what is sorted, grouped or indexed: the name of somebody, a country, a status, a touchpoint. */
export const MAX_LABEL = 255;
/** Characters of what stands on one line and is only read: a subject, a question. */
export const MAX_LINE = 1_000;
/** Characters of what people write: bodies, comments. */
export const MAX_TEXT = 60_000;
/** Amounts of money and other figures lie between this and its negative. */
export const MAX_AMOUNT = 1e12;
/** Scores, and the ends of their scales, lie between this and its negative. */
export const MAX_SCORE = 1e6;
/** Seconds: nothing that is measured as one call or chat takes longer than a year. */
export const MAX_SECONDS = 366 * 86_400;
/** Custom attributes of one person; a CRM has up to 1,000 properties of its own. */
export const MAX_TRAITS = 2_000;
/** Characters of one custom attribute as JSON, and how deep lists and objects may lie in each other there. */
export const MAX_TRAIT = 10_000;
export const MAX_TRAIT_DEPTH = 8;
/** Entries of a list in one record: answers, identifiers, stages. */
export const MAX_LIST = 1_000;
/** Records that one record is linked with. */
export const MAX_LINKS = 10_000;

/** Moments are believed from this year to so many years from now. */
export const FIRST_YEAR = 1900;
export const YEARS_AHEAD = 10;

/** Whether PostgreSQL can keep the text as it is: it has no NUL character and no half of a surrogate pair. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

/** Its beginning, of at most so many characters; no surrogate pair is cut in two. */
export function cutText(text: string, length: number): string {
  if (text.length <= length) return text;
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}

/** Whether lists and objects lie deeper in each other than that. Needs no stack of its own for deeper ones. */
export function isDeeperThan(value: unknown, depth: number): boolean {
  if (value === null || typeof value !== 'object') return false;
  return depth === 0 || Object.values(value).some(item => isDeeperThan(item, depth - 1));
}
