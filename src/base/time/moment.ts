// Pure: days and moments as rules and sources write them, for JavaScript and PostgreSQL alike.

/** A day that there is; leap years are told by the year's digits. The year 0 does not exist. */
const DAY = [
  '(?!0000)(',
  '[0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))',
  '|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29',
  ')',
].join('');
const CLOCK = '([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?';

/** Patterns of what a source may give; they mean the same in JavaScript and in PostgreSQL. */
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
