// Pure: conditions on what a profile says: which fields there are, and how each is tested.
import { z } from 'zod';
import { LIFECYCLE_STAGES } from '../../../../connectors/vocabulary.ts';
import { badInput } from '../../../base/errors.ts';
import { either, made, parts, shown, text, word } from '../../../base/input.ts';
import { normalEmail } from '../../../ingest/identity/normalize.ts';
import type { Build } from '../compile/build.ts';
import { containsSql, momentSql, orderSql, startsSql } from '../compile/value-test.ts';
import { condition } from '../condition.ts';
import {
  NUMBER_TESTS,
  type Tests,
  TIME_TESTS,
  textTests,
  type ValueTest,
  valueTest,
  valueTestText,
} from '../value-test.ts';

/** Kinds of values. Null in SQL counts as false. */
interface Sort {
  readonly tests: Tests;
  sql(b: Build, column: string, is: ValueTest): string;
}

const email = text.pipe(made(emailOf));
const plain = (tests: Tests, type: 'text' | 'float8'): Sort => ({
  tests,
  sql: (b, column, is) => plainSql(b, column, is, type),
});

const TEXT = plain(textTests(text), 'text');
const NUMBER = plain(NUMBER_TESTS, 'float8');
const TIME: Sort = { tests: TIME_TESTS, sql: momentSql };
const EMAILS: Sort = { tests: textTests(email), sql: emailSql };
const STAGE = plain(textTests(word(LIFECYCLE_STAGES)), 'text');

interface Field {
  /** What it is called in sentences. */
  readonly words: string;
  readonly sort: Sort;
  /** Null where there is no value. */
  column(b: Build): string;
}

const account = (b: Build) =>
  b.join('account', row => `${row}.id = c.account_id and ${row}.deleted_at is null and ${row}.merged_into is null`);
const score = (b: Build) => b.join('customer_score', row => `${row}.customer_id = c.id`);
const lastInteraction = (b: Build) =>
  `nullif(${b.join('customer_activity', row => `${row}.customer_id = c.id`)}.last_interaction_at, '-infinity')`;

const FIELDS = {
  EMAIL: { words: 'e-mail', sort: EMAILS, column: () => 'c.emails' },
  COUNTRY: { words: 'country', sort: TEXT, column: () => 'c.country' },
  LANGUAGE: { words: 'language', sort: TEXT, column: () => 'c.language' },
  JOB_TITLE: { words: 'job title', sort: TEXT, column: () => 'c.job_title' },
  LIFECYCLE_STAGE: { words: 'lifecycle stage', sort: STAGE, column: () => 'c.lifecycle_stage' },
  CREATED_AT: { words: 'created', sort: TIME, column: () => 'c.created_at' },
  LAST_INTERACTION_AT: { words: 'last interaction', sort: TIME, column: lastInteraction },
  ACCOUNT_NAME: { words: 'account name', sort: TEXT, column: b => `nullif(${account(b)}.name, '')` },
  ACCOUNT_INDUSTRY: { words: 'industry of the account', sort: TEXT, column: b => `${account(b)}.industry` },
  ACCOUNT_EMPLOYEES: { words: 'employees of the account', sort: NUMBER, column: b => `${account(b)}.employees` },
  HEALTH: { words: 'health', sort: NUMBER, column: b => `nullif(${score(b)}.health, '-infinity')` },
  CHURN_RISK: { words: 'churn risk', sort: NUMBER, column: b => `${score(b)}.churn_risk` },
  LIFETIME_VALUE: {
    words: 'lifetime value',
    sort: NUMBER,
    column: b => `nullif(${score(b)}.lifetime_value, '-infinity')`,
  },
} as const satisfies Record<string, Field>;

export type CustomerField = keyof typeof FIELDS;

export interface FieldCondition {
  readonly field: CustomerField;
  readonly is: ValueTest;
}

const NAMES = Object.keys(FIELDS) as CustomerField[];
const BY_FIELD = new Map(
  NAMES.map(name => [name, z.object({ field: z.literal(name), is: valueTest(name, FIELDS[name].sort.tests) })]),
);

export const field = condition<FieldCondition>({
  schema: parts({ field: word(NAMES), is: z.unknown() }).pipe(
    either(given => BY_FIELD.get(given.field)! as z.ZodType<FieldCondition>),
  ),
  sql(b, { field: name, is }) {
    const { sort, column } = FIELDS[name];
    return sort.sql(b, column(b), is);
  },
  text({ field: name, is }) {
    const { words, sort } = FIELDS[name];
    return valueTestText(words, is, sort === TIME ? 'TIME' : 'VALUE');
  },
});

function plainSql(b: Build, column: string, is: ValueTest, type: 'text' | 'float8'): string {
  if (is.present !== undefined) return `${column} is ${is.present ? 'not null' : 'null'}`;
  if (is.ne !== undefined) return `${column} is distinct from ${b.bind(is.ne, type)}`;
  if (is.in) return `${column} = any(${b.bind(is.in, `${type}[]`)})`;
  if (is.contains !== undefined) return containsSql(column, b.bind(is.contains, 'text'));
  if (is.startsWith !== undefined) return startsSql(column, b.bind(is.startsWith, 'text'));
  return orderSql(column, is, value => b.bind(value, type));
}

function emailOf(given: string): string {
  const address = normalEmail(given);
  if (address === null) throw badInput('email', `${shown(given)} is not an e-mail address.`);
  return address;
}

/** Of any of their addresses; `ne` of all. No address has white space in it, so they can be looked at as one text. */
function emailSql(b: Build, emails: string, is: ValueTest): string {
  if (is.present !== undefined) return `cardinality(${emails}) ${is.present ? '>' : '='} 0`;
  if (is.in) return `${emails} && ${b.bind(is.in, 'text[]')}`;
  if (is.eq !== undefined) return `${b.bind(is.eq, 'text')} = any(${emails})`;
  if (is.ne !== undefined) return `${b.bind(is.ne, 'text')} <> all(${emails})`;
  const part = is.contains ?? is.startsWith!;
  if (part.includes('\n')) return 'false';
  const lines = `E'\\n' || array_to_string(${emails}, E'\\n')`;
  return containsSql(lines, is.contains === undefined ? `E'\\n' || ${b.bind(part, 'text')}` : b.bind(part, 'text'));
}
