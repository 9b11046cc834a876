// Pure: what users give is taken by a schema; the first thing that is wrong becomes an error with its path and a remedy.
import { z } from 'zod';
import { cutText, isStorable } from '../../connectors/bounds.ts';
import { badInput, checkKey, UserError } from './errors.ts';

const LONGEST_TEXT = 1000;
const LONGEST_NAME = 200;

type Issue = z.core.$ZodIssue;

/** Such as `stages[1].rule.any[0]`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step, at) => (typeof step === 'number' ? `[${step}]` : `${at > 0 ? '.' : ''}${cutText(String(step), 100)}`))
    .join('');
}

/** What the schema makes of it. `place` is where the input stands in what was sent. @throws UserError BAD_USER_INPUT */
export function takeInput<T>(schema: z.ZodType<T>, input: unknown, ...place: readonly string[]): T {
  const taken = schema.safeParse(input, { reportInput: true });
  if (taken.success) return taken.data;
  const [issue] = taken.error.issues;
  throw errorOf([...place, ...issue!.path], issue!);
}

function errorOf(path: readonly PropertyKey[], issue: Issue): UserError {
  const field = pathText(path);
  if (issue.input === undefined && (issue.code === 'invalid_type' || issue.code === 'invalid_value'))
    return badInput(field, `"${String(path.at(-1))}" is missing.`);
  // Only here the whole path is known.
  const isNoObject = issue.code === 'invalid_type' && issue.expected === 'object';
  return badInput(field, isNoObject ? `"${field}" ${issue.message}` : issue.message);
}

/** An object with these parts and no others, in their order. Null is not given. */
export function parts<S extends z.core.$ZodLooseShape>(shape: S) {
  return given(Object.keys(shape)).pipe(z.object(shape));
}

/** An object with one of these parts. */
export function oneOf<S extends Readonly<Record<string, z.ZodType>>>(shape: S) {
  type OneOf = { -readonly [N in keyof S]?: z.output<S[N]> };
  const all = Object.keys(shape);
  const optional = Object.fromEntries(all.map(name => [name, shape[name]!.optional()]));
  return given(all)
    .refine(parts => Object.keys(parts).length === 1, {
      error: ({ input }) =>
        `Give exactly one of ${listed(all, 'and')}: there is ${listed(Object.keys(input as object), 'and') || 'none'}.`,
      abort: true,
    })
    .pipe(z.object(optional)) as unknown as z.ZodType<OneOf>;
}

/** Names are looked at before what they stand for. */
function given(names: readonly string[]) {
  return z.transform((input: unknown, { issues }): Readonly<Record<string, unknown>> => {
    if (typeof input !== 'object' || input === null || Array.isArray(input)) {
      issues.push({
        code: 'invalid_type',
        expected: 'object',
        input,
        message: `takes an object with ${listed(names, 'and')}.`,
      });
      return z.NEVER;
    }
    const entries = Object.entries(input).filter(([, value]) => value != null);
    const other = entries.find(([name]) => !names.includes(name));
    if (other) {
      const message = `There is no "${other[0]}" here. There is ${listed(names, 'and')}.`;
      issues.push({ code: 'custom', path: [other[0]], input, message });
    }
    return Object.fromEntries(entries);
  });
}

/** By the schema that fits what is there. */
export function either<A, T>(schemaOf: (given: A) => z.ZodType<T>) {
  return z.transform((given: A, ctx): T => {
    const taken = schemaOf(given).safeParse(given, { reportInput: true });
    if (taken.success) return taken.data;
    ctx.issues.push(...(taken.error.issues as z.core.$ZodRawIssue[]));
    return z.NEVER;
  });
}

/** What a function makes of a value that has the right type, unless it throws an error for users. */
export function made<A, T>(make: (value: A) => T) {
  return z.transform((value: A, ctx): T => {
    try {
      return make(value);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      ctx.issues.push({ code: 'custom', message: error.message, input: value });
      return z.NEVER;
    }
  });
}

/** An error that shows what is there instead. */
export function instead(what: string): { error: (issue: { readonly input?: unknown }) => string } {
  return { error: ({ input }) => `${shown(input)} is ${what}.` };
}

export const text = z
  .string(instead('not a text'))
  .refine(({ length }) => length > 0 && length <= LONGEST_TEXT, {
    error: ({ input }) => `A text here has 1 to ${LONGEST_TEXT} characters, not ${(input as string).length}.`,
    abort: true,
  })
  .refine(isStorable, 'The text has a null character or half a surrogate pair in it: take it out.');

/** For people; without white space around it. `what` is the thing that has it. */
export const nameOf = (what: string) =>
  z
    .string(instead('not a text'))
    .trim()
    .min(1, { error: `Give the ${what} a name.`, abort: true })
    .max(LONGEST_NAME, { error: `A name has ${LONGEST_NAME} characters at most.`, abort: true })
    .pipe(text);

export const key = z.string(instead('not a key')).pipe(
  made((value: string) => {
    checkKey('key', value);
    return value;
  }),
);

export const number = z.number(instead('not a number'));

export const boolean = z.boolean(instead('neither true nor false'));

export function word<const W extends string>(words: readonly W[]) {
  return z.enum(words, instead(`none of ${listed(words, 'and')}`));
}

export function listed(words: readonly string[], last: 'and' | 'or'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}

export function shown(value: unknown): string {
  const json = JSON.stringify(value) ?? String(value);
  return json.length > 100 ? `${json.slice(0, 100)}…` : json;
}
