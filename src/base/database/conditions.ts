// Pure: conditions that many filters share.
import { badInput } from '../errors.ts';
import type { IdKind } from '../ids.ts';
import { decodeId } from '../ids.ts';
import type { Statement } from './statement.ts';

/** `from` is included, `to` is not. */
export interface DateRange {
  readonly from?: Date | null;
  readonly to?: Date | null;
}

export function between(s: Statement, sql: string, range: DateRange | null | undefined): string[] {
  const conditions: string[] = [];
  if (range?.from != null) conditions.push(`${sql} >= ${s.bind(range.from, 'timestamptz')}`);
  if (range?.to != null) conditions.push(`${sql} < ${s.bind(range.to, 'timestamptz')}`);
  return conditions;
}

/** An empty list finds nothing; none at all does not restrict. */
export function oneOf(s: Statement, sql: string, values: readonly string[] | null | undefined): string[] {
  return values == null ? [] : [`${sql} = any(${s.bind(values, 'text[]')})`];
}

/** Of words that are our own. They stand in the text: an index of some of them alone is found. */
export function isOneOf(sql: string, words: readonly string[]): string {
  const texts = words.map(word => `'${word}'`);
  if (texts.length === 0) return 'false';
  return texts.length === 1 ? `${sql} = ${texts[0]}` : `${sql} in (${texts.join(', ')})`;
}

const MAX_SEARCH = 200;
const MAX_WORDS = 10;

/**
 * Every word must occur. `sql` is in lower case.
 * @throws UserError BAD_USER_INPUT when the argument `search` has more than 200 characters or 10 words.
 */
export function containsWords(s: Statement, sql: string, search: string | null | undefined): string[] {
  if (search == null) return [];
  if (search.length > MAX_SEARCH) throw badInput('search', `"search" has at most ${MAX_SEARCH} characters.`);
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length > MAX_WORDS) throw badInput('search', `"search" has at most ${MAX_WORDS} words.`);
  const patterns = words.map(word => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
  // Only a pattern of its own can use the index, so the most telling one is.
  const [longest = '%', ...others] = patterns.sort((a, b) => b.length - a.length);
  const first = `${sql} like ${s.bind(longest, 'text')}`;
  return others.length === 0 ? [first] : [first, `${sql} like all(${s.bind(others, 'text[]')})`];
}

/** @throws UserError BAD_USER_INPUT when the text is no id of that kind. */
export function idArgument(argument: string, kind: IdKind, text: string): number {
  const id = decodeId(kind, text);
  if (id === null) throw badInput(argument, `"${argument}" must be an id such as ${kind}_1, not "${text}".`);
  return id;
}

/** The row that an id stands for now: the survivor, where it was merged into others. */
export function survivorOf(s: Statement, table: 'customer' | 'account', id: number): string {
  return `(with recursive chain(id, next) as (
    select id, merged_into from ${table} where id = ${s.bind(id, 'bigint')}
    union select heir.id, heir.merged_into from chain join ${table} heir on heir.id = chain.next
  ) select id from chain where next is null)`;
}
