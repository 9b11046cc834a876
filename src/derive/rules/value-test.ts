// Pure: tests of a value that may be missing: as they are given, and in words.
import { z } from 'zod';
import { boolean, either, listed, number, oneOf, shown, text } from '../../base/input.ts';
import { isMoment } from '../../base/time/moment.ts';
import { duration, spanText } from './duration.ts';
import { type NumberTest, numberTestText } from './number-test.ts';

export type Scalar = string | number | boolean;

/** Exactly one is given. `ne` and `notWithin` are the opposites of `eq` and `within`: they hold where there is no value. */
export interface ValueTest {
  readonly eq?: Scalar;
  readonly ne?: Scalar;
  readonly in?: readonly Scalar[];
  readonly lt?: Scalar;
  readonly lte?: Scalar;
  readonly gt?: Scalar;
  readonly gte?: Scalar;
  /** Upper and lower case are the same, here and in `startsWith`. */
  readonly contains?: string;
  readonly startsWith?: string;
  readonly present?: boolean;
  /** ISO 8601, such as P30D. */
  readonly within?: string;
  readonly notWithin?: string;
}

const MOST_VALUES = 1000;
const ALL = [
  'eq',
  'ne',
  'in',
  'lt',
  'lte',
  'gt',
  'gte',
  'contains',
  'startsWith',
  'present',
  'within',
  'notWithin',
] as const satisfies (keyof ValueTest)[];

/** What a value may be tested for, and against what. */
export type Tests = { readonly [N in keyof ValueTest]?: z.ZodType };

/** One of all tests, if `what` can be tested so. */
export function valueTest(what: string, tests: Tests): z.ZodType<ValueTest> {
  const takes = listed(
    ALL.filter(name => tests[name]),
    'or',
  );
  const refused = (name: string) => z.never(`${what} cannot be tested with "${name}", only with ${takes}.`);
  return oneOf(Object.fromEntries(ALL.map(name => [name, tests[name] ?? refused(name)])));
}

const several = (one: z.ZodType) => {
  const error = `"in" takes a list of 1 to ${MOST_VALUES} values.`;
  return z.array(one, error).min(1, error).max(MOST_VALUES, error);
};
const order = (bound: z.ZodType) => ({ lt: bound, lte: bound, gt: bound, gte: bound });

export function textTests(value: z.ZodType): Tests {
  return { eq: value, ne: value, in: several(value), contains: text, startsWith: text, present: boolean };
}

const moment = z.unknown().refine(value => typeof value === 'string' && isMoment(value), {
  error: ({ input }) =>
    `${shown(input)} is neither a day such as 2026-03-31 nor a moment such as 2026-03-31T14:05:00Z.`,
});

export const NUMBER_TESTS: Tests = { eq: number, ne: number, in: several(number), ...order(number), present: boolean };
export const TIME_TESTS: Tests = { ...order(moment), within: duration, notWithin: duration, present: boolean };

const scalar = either((given: unknown): z.ZodType<Scalar> => {
  if (typeof given === 'string') return text;
  return typeof given === 'boolean' ? boolean : number;
});
const numberOrMoment = either((given: unknown): z.ZodType => (typeof given === 'number' ? number : moment));

/** Of what a source put there, whatever it is. */
export const ANY_TESTS: Tests = {
  ...textTests(z.unknown().pipe(scalar)),
  ...TIME_TESTS,
  ...order(z.unknown().pipe(numberOrMoment)),
};

export const quoted = (value: string) => `"${value}"`;

/** A sentence about `what`. */
export function valueTestText(what: string, is: ValueTest, sort: 'TIME' | 'VALUE'): string {
  if (is.present !== undefined) return `${what} is ${is.present ? 'known' : 'not known'}`;
  if (is.eq !== undefined) return `${what} is ${valueText(is.eq)}`;
  if (is.ne !== undefined) return `${what} is not ${valueText(is.ne)}`;
  if (is.in) return is.in.length === 1 ? `${what} is ${valueText(is.in[0]!)}` : `${what} is one of ${manyText(is.in)}`;
  if (is.contains !== undefined) return `${what} contains ${quoted(is.contains)}`;
  if (is.startsWith !== undefined) return `${what} starts with ${quoted(is.startsWith)}`;
  if (is.within !== undefined) return `${what} in the last ${spanText(is.within)}`;
  if (is.notWithin !== undefined) return `${what} not in the last ${spanText(is.notWithin)}`;
  if (sort === 'VALUE') return `${what} is ${numberTestText(is as NumberTest)}`;
  if (is.lt !== undefined) return `${what} before ${is.lt}`;
  if (is.lte !== undefined) return `${what} at ${is.lte} or before`;
  if (is.gt !== undefined) return `${what} after ${is.gt}`;
  return `${what} at ${is.gte} or after`;
}

/** Words of a code stand as they are; anything else is in quotes. */
function valueText(value: Scalar): string {
  return typeof value === 'string' && !/^[\p{L}\d@._+-]+$/u.test(value) ? quoted(value) : String(value);
}

function manyText(values: readonly Scalar[]): string {
  const first = values.slice(0, 10).map(valueText);
  return values.length > 10 ? `${first.join(', ')} and ${values.length - 10} more` : first.join(', ');
}
