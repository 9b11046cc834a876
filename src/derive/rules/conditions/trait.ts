// Pure: conditions on traits. A source may have put anything there, so SQL reads nothing before it was looked at.
import type { z } from 'zod';
import { parts, text as textInput } from '../../../base/input.ts';
import { DAY_FORM, LOCAL_FORM, MOMENT_FORM } from '../../../base/time/moment.ts';
import type { Build } from '../compile/build.ts';
import { containsSql, momentSql, orderSql, startsSql } from '../compile/value-test.ts';
import { condition } from '../condition.ts';
import { ANY_TESTS, quoted, type Scalar, type ValueTest, valueTest, valueTestText } from '../value-test.ts';

const schema = parts({ key: textInput, is: valueTest('A trait', ANY_TESTS) });
export type TraitCondition = Readonly<z.output<typeof schema>>;

export const trait = condition<TraitCondition>({
  schema,
  sql: traitSql,
  text: ({ key, is }) => valueTestText(`trait ${quoted(key)}`, is, typeof boundOf(is) === 'string' ? 'TIME' : 'VALUE'),
  names: ({ key }) => [{ at: 'key', kind: 'trait', name: key }],
});

const pattern = (form: string) => `'${form}'`;
const PLAIN_NUMBER = pattern('^-?[0-9]{1,255}([.][0-9]{1,255})?$');

/** Null for lists and objects; numbers and booleans as JSON writes them. */
const text = (value: string) =>
  `case when jsonb_typeof(${value}) not in ('array', 'object') then ${value} #>> '{}' end`;
const string = (value: string) => `case when jsonb_typeof(${value}) = 'string' then ${value} #>> '{}' end`;

const number = (value: string) => `case jsonb_typeof(${value})
  when 'number' then (${value})::numeric
  when 'string' then case when ${value} #>> '{}' ~ ${PLAIN_NUMBER} then (${value} #>> '{}')::numeric end end`;

function moment(value: string): string {
  const said = `(${string(value)})`;
  return `case when ${said} ~ ${pattern(DAY_FORM)} then (${said} || 'T00:00Z')::timestamptz
    when ${said} ~ ${pattern(LOCAL_FORM)} then (${said} || 'Z')::timestamptz
    when ${said} ~ ${pattern(MOMENT_FORM)} then ${said}::timestamptz end`;
}

/** Null counts as false. */
function traitSql(b: Build, { key, is }: TraitCondition): string {
  const value = `(c.traits -> ${b.bind(key, 'text')} -> 'value')`;
  const isThere = `coalesce(jsonb_typeof(${value}) <> 'null', false)`;
  if (is.present !== undefined) return is.present ? isThere : `not ${isThere}`;
  if (is.ne !== undefined) return `not coalesce(${some(value, one => equals(b, one, [is.ne!]))}, false)`;
  const among = is.in ?? (is.eq === undefined ? undefined : [is.eq]);
  if (among) return some(value, one => equals(b, one, among));
  const { contains, startsWith } = is;
  if (contains !== undefined) return some(value, one => containsSql(`(${text(one)})`, b.bind(contains, 'text')));
  if (startsWith !== undefined) return some(value, one => startsSql(`(${text(one)})`, b.bind(startsWith, 'text')));
  if (typeof boundOf(is) === 'number') return orderSql(`(${number(value)})`, is, bound => b.bind(bound, 'numeric'));
  return momentSql(b, `(${moment(value)})`, is);
}

function boundOf({ lt, lte, gt, gte }: ValueTest): Scalar | undefined {
  return lt ?? lte ?? gt ?? gte;
}

/** Of the value itself; of a list: of any of its elements. */
function some(value: string, test: (one: string) => string): string {
  return `case when jsonb_typeof(${value}) = 'array'
    then exists (select from jsonb_array_elements(${value}) one where ${test('one')}) else ${test(value)} end`;
}

/** A number is compared as one, anything else as text. */
function equals(b: Build, value: string, among: readonly Scalar[]): string {
  const numbers = among.filter(one => typeof one === 'number');
  const texts = among.filter(one => typeof one !== 'number').map(String);
  const parts = [
    ...(texts.length ? [`(${text(value)}) = any(${b.bind(texts, 'text[]')})`] : []),
    ...(numbers.length ? [`(${number(value)}) = any(${b.bind(numbers, 'numeric[]')})`] : []),
  ];
  return `(${parts.join(' or ')})`;
}
