// Pure: the parts that every piece of a rule's input is checked by. Null and undefined mean "not given".
import { badInput } from '../../base/errors.ts';
import { parseDuration } from '../../base/time/duration.ts';
import type { NumberTest } from './rule.ts';

const LONGEST_TEXT = 1000;
const LONGEST_NAME = 200;
const LONGEST_DAYS = 36_500;
const DAY_MS = 86_400_000;

export type Given = Readonly<Record<string, unknown>>;

/** What is given of an object with these names. @throws UserError BAD_USER_INPUT */
export function given(path: string, input: unknown, names: readonly string[]): Given {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    throw badInput(path, `"${path}" takes an object with ${listed(names, 'and')}.`);
  const entries = Object.entries(input).filter(([, value]) => value != null);
  const unknown = entries.find(([name]) => !names.includes(name));
  if (unknown)
    throw badInput(`${path}.${unknown[0]}`, `There is no "${unknown[0]}" here. There is ${listed(names, 'and')}.`);
  return Object.fromEntries(entries);
}

/** The one name that is given. */
export function onlyOne<N extends string>(path: string, input: unknown, names: readonly N[]): [N, unknown] {
  const found = Object.entries(given(path, input, names));
  if (found.length !== 1) {
    const have =
      found.length === 0
        ? 'none'
        : listed(
            found.map(([name]) => name),
            'and',
          );
    throw badInput(path, `Give exactly one of ${listed(names, 'and')}: there is ${have}.`);
  }
  return found[0] as [N, unknown];
}

/** @throws UserError BAD_USER_INPUT */
export function needs<T extends object>(path: string, input: T, ...names: (keyof T & string)[]): T {
  const missing = names.find(name => input[name] === undefined);
  if (missing) throw badInput(`${path}.${missing}`, `"${missing}" is missing.`);
  return input;
}

export function checkText(path: string, value: unknown): string {
  if (typeof value !== 'string') throw badInput(path, `${shown(value)} is not a text.`);
  if (value.length === 0 || value.length > LONGEST_TEXT)
    throw badInput(path, `A text here has 1 to ${LONGEST_TEXT} characters, not ${value.length}.`);
  // PostgreSQL keeps neither.
  if (value.includes('\0') || !value.isWellFormed())
    throw badInput(path, 'The text has a null character or half a surrogate pair in it: take it out.');
  return value;
}

/** For people; without white space around it. `what` is the thing that has it. */
export function checkName(path: string, given: string, what: string): string {
  const name = given.trim();
  if (name === '') throw badInput(path, `Give the ${what} a name.`);
  if (name.length > LONGEST_NAME) throw badInput(path, `A name has ${LONGEST_NAME} characters at most.`);
  return checkText(path, name);
}

export function checkNumber(path: string, value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw badInput(path, `${shown(value)} is not a number.`);
  return value;
}

export function checkBoolean(path: string, value: unknown): boolean {
  if (typeof value !== 'boolean') throw badInput(path, `${shown(value)} is neither true nor false.`);
  return value;
}

export function checkWord<W extends string>(path: string, value: unknown, words: readonly W[]): W {
  if (!words.includes(value as W)) throw badInput(path, `${shown(value)} is none of ${listed(words, 'and')}.`);
  return value as W;
}

/** ISO 8601, longer than nothing and no longer than a hundred years. */
export function checkDuration(path: string, value: unknown): string {
  const text = checkText(path, value);
  const ms = parseDuration(path, text);
  if (ms <= 0 || ms > LONGEST_DAYS * DAY_MS)
    throw badInput(path, `"${text}" must be longer than nothing, and no longer than P${LONGEST_DAYS}D.`);
  return text;
}

const NUMBER_TESTS = ['eq', 'lt', 'lte', 'gt', 'gte'] as const;

export function checkNumberTest(path: string, input: unknown): NumberTest {
  const test = inOrder<NumberTest>(path, input, Object.fromEntries(NUMBER_TESTS.map(name => [name, checkNumber])));
  if (Object.keys(test).length === 0) throw badInput(path, `Give at least one of ${listed(NUMBER_TESTS, 'or')}.`);
  return test;
}

/** What is given, checked, its names always in the same order. */
export function inOrder<T extends object>(
  path: string,
  input: unknown,
  checks: Readonly<Record<string, (path: string, value: unknown) => unknown>>,
): T {
  const values = given(path, input, Object.keys(checks));
  const entries = Object.entries(checks).flatMap(([name, check]) =>
    values[name] === undefined ? [] : [[name, check(`${path}.${name}`, values[name])]],
  );
  return Object.fromEntries(entries) as T;
}

export function listed(words: readonly string[], last: 'and' | 'or'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}

export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
