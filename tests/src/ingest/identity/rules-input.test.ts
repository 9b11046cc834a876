// Rules as people write them: everything wrong is told at once, with its key and what to do.
import { describe, expect, it, test } from 'vitest';
import { UserError } from '../../../../src/base/errors.ts';
import { DEFAULT_RULES, matcherOf } from '../../../../src/ingest/identity/rules.ts';
import { nextRules, parseRules } from '../../../../src/ingest/identity/rules-input.ts';

const messageOf = (value: unknown): string => {
  try {
    parseRules(value);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return '';
};

describe('a wrong file', () => {
  it('is told all at once', () => {
    const lines = messageOf({
      maxRecordsPerValue: 0,
      roleMailboxes: ['info', 'a@b.example'],
      placeholders: 'unknown',
      publicMailDomains: ['gmail'],
      linkPhones: true,
      version: 'two',
    }).split('\n');
    expect(lines.slice(1).map(line => line.trim().split(':')[0])).toEqual([
      'version',
      'maxRecordsPerValue',
      'roleMailboxes[1]',
      'placeholders',
      'publicMailDomains[0]',
      'linkPhones',
    ]);
  });

  it.each([
    [null, /must be an object, such as \{"maxRecordsPerValue": 10\}/],
    [[], /must be an object/],
    [{}, /change nothing: give at least one of maxRecordsPerValue, roleMailboxes/],
    [{ version: 1 }, /change nothing/],
    [{ maxRecordsPerValue: 1001 }, /from 1 to 1000/],
    [{ maxRecordsPerValue: 2.5 }, /from 1 to 1000/],
    [{ roleMailboxes: [''] }, /"" is no mailbox name; write it like "info"/],
    [{ placeholders: [7] }, /placeholders\[0\]: must be text in quotes/],
    [{ publicMailDomains: ['www.gmail.com'] }, /is no domain; write it like "gmail.com"/],
  ])('%j', (value, expected) => {
    expect(messageOf(value)).toMatch(expected);
  });
});

test('words are taken in their normal form, each once', () => {
  expect(
    parseRules({ roleMailboxes: [' Info', 'info', 'BUERO '], publicMailDomains: ['Müller.example', 'gmail.com'] }),
  ).toEqual({ roleMailboxes: ['buero', 'info'], publicMailDomains: ['gmail.com', 'xn--mller-kva.example'] });
});

test('only what is given changes, and only a change is a new version', () => {
  const second = nextRules(DEFAULT_RULES, { version: 1, maxRecordsPerValue: 3 });
  expect(second).toEqual({ ...DEFAULT_RULES, version: 2, maxRecordsPerValue: 3 });
  expect(nextRules(second, { maxRecordsPerValue: 3 })).toBe(second);
  expect(() => nextRules(second, { version: 1, maxRecordsPerValue: 4 })).toThrow(/from version 1, but version 2/);
});

test('the built-in rules are such as may be set', () => {
  expect(parseRules(DEFAULT_RULES)).toEqual(DEFAULT_RULES);
});

test.each([
  ['EMAIL', 'ann@firm.example', true],
  ['EMAIL', 'info@firm.example', false],
  ['EMAIL', 'test@test.com', false],
  ['EMAIL', 'information@firm.example', true],
  ['PHONE', '+4930123456', false],
  ['EXTERNAL_ID', 'crm:contact/42', true],
  ['EXTERNAL_ID', 'crm:N/A', false],
  ['EXTERNAL_ID', '@salesforce:Contact/n/a', false],
  ['EXTERNAL_ID', 'crm:contact/', false],
  ['DOMAIN', 'firm.example', true],
  ['DOMAIN', 'gmail.com', false],
  ['ACCOUNT_ID', 'crm:company/7', true],
] as const)('%s %s joins records: %s', (kind, value, expected) => {
  expect(matcherOf(DEFAULT_RULES).links(kind, value)).toBe(expected);
});
