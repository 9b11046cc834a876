// Pure: days and moments as users, rules, sources and files write them.
import { Temporal } from 'temporal-polyfill';

/** A day that there is; leap years are told by the year's digits. The year 0 does not exist. */
const DAY = [
  '(?!0000)(',
  '[0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))',
  '|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29',
  ')',
].join('');
const CLOCK = '([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?';

/** Patterns of what a source may give, as rules compare it; they mean the same in JavaScript and in PostgreSQL. */
export const DAY_FORM = `^${DAY}$`;
/** Of UTC. */
export const LOCAL_FORM = `^${DAY}[T ]${CLOCK}$`;
export const MOMENT_FORM = `^${DAY}[T ]${CLOCK}(Z|[+-](0[0-9]|1[0-4]):?[0-5][0-9])$`;

const OPERAND = new RegExp(`${DAY_FORM}|^${DAY}[Tt]${CLOCK}([Zz]|[+-](0[0-9]|1[0-4]):[0-5][0-9])$`);

/** RFC 3339, or a day. */
export function isMoment(text: string): boolean {
  return OPERAND.test(text);
}

/** Of a text that is one; a day begins in UTC. To the millisecond. */
export function momentOf(text: string): Date {
  return new Date(text.toUpperCase());
}

const RFC3339 = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:\d\d)$/;

/** As users write it: RFC 3339 with its offset; seconds may be left out. Null for any other text. */
export function parseMoment(text: string): Date | null {
  if (!RFC3339.test(text) || !dayExists(text)) return null;
  const moment = new Date(text);
  return Number.isNaN(moment.getTime()) ? null : moment;
}

/** YYYY-MM-DD. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && dayExists(text);
}

/** A day like 31 February would silently become another one. */
function dayExists(text: string): boolean {
  const day = text.slice(0, 10);
  return new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day) ?? false;
}

const WRITTEN = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?))?\s?(Z|z|[+-]\d{2}(?::?\d{2})?)?$/;

/** Of a day or moment as files write it, without an offset; false for what is no date or has one. */
export function lacksOffset(text: string): boolean {
  const match = WRITTEN.exec(text.trim());
  return match !== null && match[3] === undefined;
}

/**
 * As files write it: with an offset, or as the clocks of a zone show it. A day alone is its beginning. An hour that the
 * clocks skip is the one after it, one that comes twice the first of both.
 */
export function parseWritten(text: string, zone: string | null): Date | 'FORM' | 'NO_OFFSET' | 'NO_SUCH_DAY' {
  const [, day, time = '00:00', offset] = WRITTEN.exec(text.trim()) ?? [];
  if (day === undefined) return 'FORM';
  if (offset === undefined && zone === null) return 'NO_OFFSET';
  try {
    const local = Temporal.PlainDateTime.from(`${day}T${time.replace(',', '.')}`);
    const zoned = local.toZonedDateTime(
      offset === undefined ? zone! : offset.toUpperCase() === 'Z' ? 'UTC' : wide(offset),
    );
    return new Date(zoned.epochMilliseconds);
  } catch {
    return 'NO_SUCH_DAY';
  }
}

/** "+02" and "+0200" as "+02:00". */
function wide(offset: string): string {
  const digits = offset.slice(1).replace(':', '').padEnd(4, '0');
  return `${offset[0]}${digits.slice(0, 2)}:${digits.slice(2)}`;
}
