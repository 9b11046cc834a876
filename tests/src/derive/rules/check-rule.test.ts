// What is refused as a rule, where, and in which words; and what a rule becomes that is taken.
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { UserError } from '../../../../src/base/errors.ts';
import { checkRule } from '../../../../src/derive/rules/check-rule.ts';
import { inlineRule } from '../../../../src/derive/rules/inline-rule.ts';
import type { SegmentRule } from '../../../../src/derive/rules/rule.ts';
import { ruleInput } from './arbitrary.ts';

const field = (name: string, is: object) => ({ field: { field: name, is } });
const trait = (is: object) => ({ trait: { key: 'plan', is } });
const interaction = (condition: object) => ({ interaction: condition });
const deep = (depth: number): object => (depth === 1 ? { segment: 'a' } : { not: deep(depth - 1) });
// biome-ignore lint/suspicious/noThenProperty: the name in the API
const followed = (times: number): object => (times === 0 ? {} : { kind: 'CALL', then: followed(times - 1) });

/** Input, the path of what is wrong, and words of the message. */
const REFUSED: readonly [unknown, string, string][] = [
  [null, 'rule', 'takes an object with all, any, not'],
  [[], 'rule', 'takes an object'],
  [{}, 'rule', 'exactly one of all, any, not, field, trait, interaction, answer, segment and stage: there is none'],
  [{ all: undefined, any: null }, 'rule', 'there is none'],
  [{ segment: 'a', not: { segment: 'b' } }, 'rule', 'there is segment and not'],
  [{ every: [] }, 'rule.every', 'There is no "every" here'],
  [{ all: [] }, 'rule.all', 'at least one condition'],
  [{ any: { segment: 'a' } }, 'rule.any', 'at least one condition'],
  [{ all: [{ segment: 'a' }, { any: [{ not: {} }] }] }, 'rule.all[1].any[0].not', 'there is none'],
  [deep(13), `rule${'.not'.repeat(12)}`, '12 deep'],
  [{ all: Array.from({ length: 201 }, () => ({ segment: 'a' })) }, 'rule', '201 conditions; it may have 200'],
  [{ segment: 'No Key' }, 'rule.segment', 'small letters'],
  [{ segment: 7 }, 'rule.segment', '7 is not a key'],
  [field('SHOE_SIZE', { eq: 1 }), 'rule.field.field', '"SHOE_SIZE" is none of EMAIL'],
  [{ field: { field: 'COUNTRY' } }, 'rule.field.is', '"is" is missing'],
  [{ field: { is: { eq: 'DE' } } }, 'rule.field.field', '"field" is missing'],
  [field('COUNTRY', {}), 'rule.field.is', 'exactly one of eq, ne, in'],
  [field('COUNTRY', { eq: 'DE', ne: 'FR' }), 'rule.field.is', 'there is eq and ne'],
  [
    { all: [field('HEALTH', { contains: '5' })] },
    'rule.all[0].field.is.contains',
    'HEALTH cannot be tested with "contains", only with eq, ne, in, lt, lte, gt, gte or present',
  ],
  [field('COUNTRY', { lt: 'DE' }), 'rule.field.is.lt', 'only with eq, ne, in, contains, startsWith or present'],
  [
    field('CREATED_AT', { eq: '2026-01-01' }),
    'rule.field.is.eq',
    'only with lt, lte, gt, gte, present, within or notWithin',
  ],
  [field('COUNTRY', { eq: 5 }), 'rule.field.is.eq', '5 is not a text'],
  [field('COUNTRY', { eq: '' }), 'rule.field.is.eq', '1 to 1000 characters, not 0'],
  [field('COUNTRY', { contains: 'x'.repeat(1001) }), 'rule.field.is.contains', 'not 1001'],
  [field('JOB_TITLE', { eq: 'a\0b' }), 'rule.field.is.eq', 'character'],
  [field('JOB_TITLE', { eq: '\ud800' }), 'rule.field.is.eq', 'character'],
  [field('COUNTRY', { in: [] }), 'rule.field.is.in', '1 to 1000 values'],
  [field('COUNTRY', { in: Array.from({ length: 1001 }, String) }), 'rule.field.is.in', '1 to 1000 values'],
  [field('COUNTRY', { in: ['DE', null] }), 'rule.field.is.in[1]', 'null is not a text'],
  [field('EMAIL', { in: ['a@b.de', 'nobody'] }), 'rule.field.is.in[1]', '"nobody" is not an e-mail address'],
  [field('LIFECYCLE_STAGE', { eq: 'CLIENT' }), 'rule.field.is.eq', '"CLIENT" is none of SUBSCRIBER'],
  [field('HEALTH', { gte: '50' }), 'rule.field.is.gte', '"50" is not a number'],
  [field('HEALTH', { gte: Number.NaN }), 'rule.field.is.gte', 'is not a number'],
  [field('HEALTH', { present: 'yes' }), 'rule.field.is.present', 'neither true nor false'],
  [field('CREATED_AT', { gt: 5 }), 'rule.field.is.gt', 'neither a day such as 2026-03-31'],
  [field('CREATED_AT', { gt: '2026-02-29' }), 'rule.field.is.gt', '"2026-02-29" is neither a day'],
  [field('CREATED_AT', { gt: '2026-02-28T10:00:00' }), 'rule.field.is.gt', 'neither a day'],
  [field('CREATED_AT', { within: '90 days' }), 'rule.field.is.within', '"90 days" is not a duration'],
  [field('CREATED_AT', { within: 'P1M' }), 'rule.field.is.within', 'is not a duration'],
  [field('CREATED_AT', { within: 'PT0S' }), 'rule.field.is.within', 'longer than nothing'],
  [field('CREATED_AT', { notWithin: 'P36501D' }), 'rule.field.is.notWithin', 'no longer than P36500D'],
  [trait({ lt: true }), 'rule.trait.is.lt', 'neither a day'],
  [trait({ eq: { a: 1 } }), 'rule.trait.is.eq', '{"a":1} is not a number'],
  [{ trait: { is: { eq: 1 } } }, 'rule.trait.key', '"key" is missing'],
  [interaction({ kind: 'PARTY' }), 'rule.interaction.kind', '"PARTY" is none of SUPPORT_CASE'],
  [interaction({ count: {} }), 'rule.interaction.count', 'at least one of eq, lt, lte, gt or gte'],
  [interaction({ count: { gte: '3' } }), 'rule.interaction.count.gte', '"3" is not a number'],
  [interaction({ amount: { from: 3 } }), 'rule.interaction.amount.from', 'There is no "from" here'],
  [interaction({ kind: 'CALL', open: true }), 'rule.interaction.open', 'Only cases are open'],
  // biome-ignore lint/suspicious/noThenProperty: the name in the API
  [interaction({ kind: 'CALL', then: { kind: 'TEA' } }), 'rule.interaction.then.kind', '"TEA" is none of'],
  [interaction(followed(4)), 'rule.interaction.then.then.then.then', '3 times at most'],
  [{ answer: { latest: { lte: 6 } } }, 'rule.answer.measure', '"measure" is missing'],
  [{ answer: { measure: 'OTHER' } }, 'rule.answer.measure', '"OTHER" is none of NPS'],
  [{ stage: { journey: 'default' } }, 'rule.stage.stage', '"stage" is missing'],
  [{ stage: { journey: 'default', stage: 'x', for: 'P1Y' } }, 'rule.stage.for', 'is not a duration'],
];

test.each(REFUSED)('%j is refused at %s', (input, path, words) => {
  const error = caught(() => checkRule('rule', input));
  expect(error).toMatchObject({ code: 'BAD_USER_INPUT', details: { field: path } });
  expect(error.message).toContain(words);
});

function caught(work: () => unknown): UserError {
  try {
    work();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('a rule that is taken', () => {
  it('is without what was not given, in one order', () => {
    const input = {
      kind: 'PURCHASE',
      amount: { gt: 1, eq: null },
      channel: null,
      touchpoint: undefined,
      within: 'P30D',
    };
    expect(JSON.stringify(checkRule('rule', { interaction: input, all: null }))).toBe(
      '{"interaction":{"kind":"PURCHASE","within":"P30D","amount":{"gt":1}}}',
    );
  });

  it('keeps nought, false and addresses in their normal form', () => {
    expect(checkRule('rule', trait({ eq: false }))).toEqual(trait({ eq: false }));
    expect(checkRule('rule', interaction({ count: { eq: 0 } }))).toEqual(interaction({ count: { eq: 0 } }));
    expect(checkRule('rule', field('EMAIL', { ne: ' Ada@Example.COM' }))).toEqual(
      field('EMAIL', { ne: 'ada@example.com' }),
    );
  });

  it('may be as deep, as long and as large as is said', () => {
    expect(checkRule('rule', deep(12))).toEqual(deep(12));
    expect(checkRule('rule', interaction(followed(3)))).toBeDefined();
    const many = { any: Array.from({ length: 200 }, () => ({ segment: 'a' })) };
    expect(checkRule('rule', many)).toEqual(many);
    expect(checkRule('rule', field('CREATED_AT', { within: 'P36500D' }))).toBeDefined();
  });

  it('is the same when it comes back from where it was stored', () => {
    fc.assert(
      fc.property(ruleInput(['a']), input => {
        const rule = checkRule('rule', input);
        const stored = JSON.parse(JSON.stringify(rule)) as unknown;
        expect(stored).toEqual(rule);
        expect(JSON.stringify(checkRule('rule', stored))).toBe(JSON.stringify(rule));
      }),
      { numRuns: 500 },
    );
  });
});

describe('segments in a rule', () => {
  const rules: Record<string, SegmentRule> = {
    leaf: { answer: { measure: 'NPS' } },
    middle: { all: [{ segment: 'leaf' }, { not: { segment: 'leaf' } }] },
    one: { any: [{ segment: 'two' }] },
    two: { not: { segment: 'one' } },
    many: { all: Array.from({ length: 150 }, () => ({ answer: { measure: 'NPS' } })) },
    broken: { all: [{ segment: 'nowhere' }] },
  };
  const lookup = (key: string) => rules[key];

  it('give way to their rules', () => {
    expect(inlineRule({ any: [{ segment: 'middle' }, { segment: 'leaf' }] }, lookup)).toEqual({
      any: [{ all: [rules.leaf, { not: rules.leaf }] }, rules.leaf],
    });
  });

  test.each([
    [{ segment: 'one' }, 'rule.segment', 'one → two → one'],
    [{ all: [{ segment: 'two' }] }, 'rule.all[0].segment', 'two → one → two'],
    [{ not: { segment: 'nobody' } }, 'rule.not.segment', 'There is no segment "nobody"'],
    [{ not: { segment: 'broken' } }, 'rule.not.segment', 'There is no segment "nowhere"'],
    [{ any: [{ segment: 'many' }, { segment: 'many' }] }, 'rule', 'more than 200 conditions'],
  ])('%j is refused at %s', (rule, path, words) => {
    const error = caught(() => inlineRule(rule as SegmentRule, lookup));
    expect(error.details.field).toBe(path);
    expect(error.message).toContain(words);
  });

  it('are refused when they nest too deep together', () => {
    const deepLookup = (key: string): SegmentRule =>
      Number(key) === 0 ? rules.leaf! : { not: { not: { segment: String(Number(key) - 1) } } };
    expect(() => inlineRule({ segment: '29' }, deepLookup)).not.toThrow();
    expect(() => inlineRule({ segment: '40' }, deepLookup)).toThrow('nested more than 60 deep');
  });
});
