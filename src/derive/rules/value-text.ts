// Pure: tests of values, figures and spans of time in plain English.
import { DAY, HOUR, MINUTE, parseDuration, SECOND } from '../../base/time/duration.ts';
import { FIELD_KINDS } from './field-kinds.ts';
import type { CustomerField, FieldCondition, NumberTest, Scalar, TraitCondition, ValueTest } from './rule.ts';

const FIELDS: Readonly<Record<CustomerField, string>> = {
  EMAIL: 'e-mail',
  COUNTRY: 'country',
  LANGUAGE: 'language',
  JOB_TITLE: 'job title',
  LIFECYCLE_STAGE: 'lifecycle stage',
  CREATED_AT: 'created',
  LAST_INTERACTION_AT: 'last interaction',
  ACCOUNT_NAME: 'account name',
  ACCOUNT_INDUSTRY: 'industry of the account',
  ACCOUNT_EMPLOYEES: 'employees of the account',
  HEALTH: 'health',
  CHURN_RISK: 'churn risk',
  LIFETIME_VALUE: 'lifetime value',
};

export const quoted = (text: string) => `"${text}"`;

export function fieldText({ field, is }: FieldCondition): string {
  return testText(FIELDS[field], is, FIELD_KINDS[field] === 'TIME' ? 'TIME' : 'VALUE');
}

export function traitText({ key, is }: TraitCondition): string {
  const bound = is.lt ?? is.lte ?? is.gt ?? is.gte;
  return testText(`trait ${quoted(key)}`, is, typeof bound === 'string' ? 'TIME' : 'VALUE');
}

function testText(what: string, is: ValueTest, sort: 'TIME' | 'VALUE'): string {
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
  const shown = values.slice(0, 10).map(valueText);
  return values.length > 10 ? `${shown.join(', ')} and ${values.length - 10} more` : shown.join(', ');
}

/** After "is" or before a noun: "at least 3", "more than 2 and less than 5". */
export function numberTestText({ eq, lt, lte, gt, gte }: NumberTest, exactly = ''): string {
  const parts = [
    ...(eq === undefined ? [] : [`${exactly}${eq}`]),
    ...(gte === undefined ? [] : [`at least ${gte}`]),
    ...(gt === undefined ? [] : [`more than ${gt}`]),
    ...(lte === undefined ? [] : [`at most ${lte}`]),
    ...(lt === undefined ? [] : [`less than ${lt}`]),
  ];
  return parts.join(' and ');
}

const UNITS = [
  { name: 'day', ms: DAY },
  { name: 'hour', ms: HOUR },
  { name: 'minute', ms: MINUTE },
  { name: 'second', ms: SECOND },
];

/** "90 days", "1 day and 12 hours". */
export function spanText(duration: string): string {
  let rest = parseDuration('duration', duration);
  const parts = UNITS.flatMap(({ name, ms }) => {
    const count = Math.floor(rest / ms);
    rest -= count * ms;
    return count === 0 ? [] : [`${count} ${name}${count === 1 ? '' : 's'}`];
  });
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
