// Pure: spans of time in rules: what they may be, in words, and in milliseconds.
import { made, text } from '../../base/input.ts';
import { DAY, HOUR, MINUTE, parseDuration, SECOND } from '../../base/time/duration.ts';

const LONGEST_DAYS = 36_500;

/** ISO 8601, longer than nothing and no longer than a hundred years. */
export const duration = text
  .pipe(
    made((value: string) => {
      parseDuration('duration', value);
      return value;
    }),
  )
  .refine(
    value => {
      const ms = parseDuration('duration', value);
      return ms > 0 && ms <= LONGEST_DAYS * DAY;
    },
    { error: ({ input }) => `"${input}" must be longer than nothing, and no longer than P${LONGEST_DAYS}D.` },
  );

const UNITS = [
  { name: 'day', ms: DAY },
  { name: 'hour', ms: HOUR },
  { name: 'minute', ms: MINUTE },
  { name: 'second', ms: SECOND },
];

/** "90 days", "1 day and 12 hours". */
export function spanText(span: string): string {
  let rest = parseDuration('duration', span);
  const parts = UNITS.flatMap(({ name, ms }) => {
    const count = Math.floor(rest / ms);
    rest -= count * ms;
    return count === 0 ? [] : [`${count} ${name}${count === 1 ? '' : 's'}`];
  });
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** Milliseconds; null where all that happened counts. */
export function windowOf({ within }: { readonly within?: string }): number | null {
  return within === undefined ? null : parseDuration('within', within);
}
