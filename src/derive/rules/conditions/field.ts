// Pure: conditions on a customer's fields as SQL.
import { parseDuration } from '../../../base/time/duration.ts';
import { momentOf } from '../../../base/time/moment.ts';
import { FIELD_KINDS } from '../field-kinds.ts';
import type { CustomerField, FieldCondition, ValueTest } from '../rule.ts';
import type { Build } from './build.ts';
import { OPERATORS } from './number-test.ts';

/** Null where there is no value. */
const COLUMNS: Readonly<Record<CustomerField, (b: Build) => string>> = {
  EMAIL: () => 'c.emails',
  COUNTRY: () => 'c.country',
  LANGUAGE: () => 'c.language',
  JOB_TITLE: () => 'c.job_title',
  LIFECYCLE_STAGE: () => 'c.lifecycle_stage',
  CREATED_AT: () => 'c.created_at',
  LAST_INTERACTION_AT: b =>
    `nullif(${b.join('customer_activity', row => `${row}.customer_id = c.id`)}.last_interaction_at, '-infinity')`,
  ACCOUNT_NAME: b => `nullif(${account(b)}.name, '')`,
  ACCOUNT_INDUSTRY: b => `${account(b)}.industry`,
  ACCOUNT_EMPLOYEES: b => `${account(b)}.employees`,
  HEALTH: b => `nullif(${score(b)}.health, '-infinity')`,
  CHURN_RISK: b => `${score(b)}.churn_risk`,
  LIFETIME_VALUE: b => `nullif(${score(b)}.lifetime_value, '-infinity')`,
};

const account = (b: Build) =>
  b.join('account', row => `${row}.id = c.account_id and ${row}.deleted_at is null and ${row}.merged_into is null`);
const score = (b: Build) => b.join('customer_score', row => `${row}.customer_id = c.id`);

/** Null counts as false. */
export function fieldSql(b: Build, { field, is }: FieldCondition): string {
  const column = COLUMNS[field](b);
  if (field === 'EMAIL') return emailSql(b, column, is);
  switch (FIELD_KINDS[field]) {
    case 'TEXT':
      return plainSql(b, column, is, 'text');
    case 'NUMBER':
      return plainSql(b, column, is, 'float8');
    case 'TIME':
      return momentSql(b, column, is);
  }
}

function plainSql(b: Build, column: string, is: ValueTest, type: 'text' | 'float8'): string {
  if (is.present !== undefined) return `${column} is ${is.present ? 'not null' : 'null'}`;
  if (is.ne !== undefined) return `${column} is distinct from ${b.bind(is.ne, type)}`;
  if (is.in) return `${column} = any(${b.bind(is.in, `${type}[]`)})`;
  if (is.contains !== undefined) return containsSql(column, b.bind(is.contains, 'text'));
  if (is.startsWith !== undefined) return startsSql(column, b.bind(is.startsWith, 'text'));
  return orderSql(column, is, value => b.bind(value, type));
}

/** Of the one test that compares. */
export function orderSql(value: string, is: ValueTest, bind: (bound: string | number | boolean) => string): string {
  const [name, bound] = Object.entries(is)[0] as [keyof typeof OPERATORS, string | number | boolean];
  return `${value} ${OPERATORS[name]} ${bind(bound)}`;
}

export const containsSql = (text: string, part: string) => `strpos(lower(${text}), lower(${part})) > 0`;
export const startsSql = (text: string, part: string) => `starts_with(lower(${text}), lower(${part}))`;

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

/** What is within a span leaves it when time goes on: that moment is noted. */
export function momentSql(b: Build, moment: string, is: ValueTest): string {
  if (is.present !== undefined) return `${moment} is ${is.present ? 'not null' : 'null'}`;
  const span = is.within ?? is.notWithin;
  if (span === undefined) return orderSql(moment, is, text => b.bind(momentOf(text as string), 'timestamptz'));
  const ms = parseDuration('within', span);
  const isWithin = `${moment} > ${b.ago(ms)}`;
  b.due(`case when ${isWithin} then ${moment} + ${b.span(ms)} end`);
  return is.within === undefined ? `not coalesce(${isWithin}, false)` : isWithin;
}
