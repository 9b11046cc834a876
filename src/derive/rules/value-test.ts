// Pure: what a field or a trait may be tested for.
import { LIFECYCLE_STAGES } from '../../../connectors/vocabulary.ts';
import { badInput } from '../../base/errors.ts';
import { isMoment } from '../../base/time/moment.ts';
import { normalEmail } from '../../ingest/identity/normalize.ts';
import {
  checkBoolean,
  checkDuration,
  checkNumber,
  checkText,
  checkWord,
  inOrder,
  listed,
  needs,
  onlyOne,
  shown,
} from './check-input.ts';
import { FIELD_KINDS } from './field-kinds.ts';
import {
  CUSTOMER_FIELDS,
  type CustomerField,
  type FieldCondition,
  type Scalar,
  type TraitCondition,
  type ValueTest,
} from './rule.ts';

const MOST_VALUES = 1000;
const TESTS = [
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
] as const;
type Test = (typeof TESTS)[number];
type Check = (path: string, value: unknown) => unknown;

const all = (names: readonly Test[], check: Check) => Object.fromEntries(names.map(name => [name, check]));
const ORDER = ['lt', 'lte', 'gt', 'gte'] as const;

function textTests(check: Check): Partial<Record<Test, Check>> {
  return {
    ...all(['eq', 'ne'], check),
    in: listOf(check),
    ...all(['contains', 'startsWith'], checkText),
    present: checkBoolean,
  };
}
const NUMBER: Partial<Record<Test, Check>> = {
  ...all(['eq', 'ne', ...ORDER], checkNumber),
  in: listOf(checkNumber),
  present: checkBoolean,
};
const TIME: Partial<Record<Test, Check>> = {
  ...all(ORDER, checkMoment),
  ...all(['within', 'notWithin'], checkDuration),
  present: checkBoolean,
};
const TRAIT: Partial<Record<Test, Check>> = {
  ...textTests(checkScalar),
  ...all(ORDER, checkNumberOrMoment),
  ...all(['within', 'notWithin'], checkDuration),
};

export function checkField(path: string, input: unknown): FieldCondition {
  const { field, is } = needs(
    path,
    inOrder<FieldCondition>(path, input, {
      field: (at, value) => checkWord(at, value, CUSTOMER_FIELDS),
      is: (_at, value) => value,
    }),
    'field',
    'is',
  );
  return { field, is: checkTest(`${path}.is`, is, field, testsOf(field)) };
}

export function checkTrait(path: string, input: unknown): TraitCondition {
  return needs(
    path,
    inOrder<TraitCondition>(path, input, { key: checkText, is: (at, test) => checkTest(at, test, 'A trait', TRAIT) }),
    'key',
    'is',
  );
}

function testsOf(field: CustomerField): Partial<Record<Test, Check>> {
  if (field === 'EMAIL') return textTests(checkEmail);
  if (field === 'LIFECYCLE_STAGE') return textTests((path, value) => checkWord(path, value, LIFECYCLE_STAGES));
  return { TEXT: textTests(checkText), NUMBER, TIME }[FIELD_KINDS[field]];
}

function checkTest(path: string, input: unknown, what: string, checks: Partial<Record<Test, Check>>): ValueTest {
  const [name, value] = onlyOne(path, input, TESTS);
  const check = checks[name];
  if (!check) {
    const takes = TESTS.filter(test => checks[test]);
    throw badInput(`${path}.${name}`, `${what} cannot be tested with "${name}", only with ${listed(takes, 'or')}.`);
  }
  return { [name]: check(`${path}.${name}`, value) };
}

function listOf(check: Check): Check {
  return (path, value) => {
    if (!Array.isArray(value) || value.length === 0 || value.length > MOST_VALUES)
      throw badInput(path, `"in" takes a list of 1 to ${MOST_VALUES} values.`);
    return value.map((one, at) => check(`${path}[${at}]`, one));
  };
}

function checkEmail(path: string, value: unknown): string {
  const email = normalEmail(checkText(path, value));
  if (email === null) throw badInput(path, `${shown(value)} is not an e-mail address.`);
  return email;
}

function checkScalar(path: string, value: unknown): Scalar {
  if (typeof value === 'string') return checkText(path, value);
  return typeof value === 'boolean' ? value : checkNumber(path, value);
}

function checkMoment(path: string, value: unknown): string {
  if (typeof value !== 'string' || !isMoment(value))
    throw badInput(
      path,
      `${shown(value)} is neither a day such as 2026-03-31 nor a moment such as 2026-03-31T14:05:00Z.`,
    );
  return value;
}

function checkNumberOrMoment(path: string, value: unknown): string | number {
  return typeof value === 'number' ? checkNumber(path, value) : checkMoment(path, value);
}
