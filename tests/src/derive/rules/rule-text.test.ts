// Rules in words.
import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { checkRule } from '../../../../src/derive/rules/check-rule.ts';
import { nodeText, ruleText } from '../../../../src/derive/rules/rule-text.ts';
import { ruleInput } from './arbitrary.ts';

const field = (name: string, is: object) => ({ field: { field: name, is } });
const trait = (is: object) => ({ trait: { key: 'plan', is } });

const TEXTS: readonly [object, string][] = [
  [field('COUNTRY', { eq: 'DE' }), 'country is DE'],
  [field('COUNTRY', { in: ['DE', 'AT'] }), 'country is one of DE, AT'],
  [
    field('COUNTRY', { in: Array.from({ length: 12 }, (_, n) => `C${n}`) }),
    'country is one of C0, C1, C2, C3, C4, C5, C6, C7, C8, C9 and 2 more',
  ],
  [field('JOB_TITLE', { ne: 'Head of IT' }), 'job title is not "Head of IT"'],
  [field('EMAIL', { contains: '@acme.' }), 'e-mail contains "@acme."'],
  [field('ACCOUNT_NAME', { startsWith: 'A' }), 'account name starts with "A"'],
  [field('ACCOUNT_EMPLOYEES', { gte: 250 }), 'employees of the account is at least 250'],
  [field('CHURN_RISK', { gt: 0.9 }), 'churn risk is more than 0.9'],
  [field('HEALTH', { present: false }), 'health is not known'],
  [field('CREATED_AT', { lt: '2026-01-01' }), 'created before 2026-01-01'],
  [field('CREATED_AT', { gte: '2026-01-01' }), 'created at 2026-01-01 or after'],
  [field('CREATED_AT', { within: 'P2W' }), 'created in the last 14 days'],
  [field('LAST_INTERACTION_AT', { notWithin: 'P1DT12H' }), 'last interaction not in the last 1 day and 12 hours'],
  [trait({ eq: 'Gold plus' }), 'trait "plan" is "Gold plus"'],
  [trait({ eq: true }), 'trait "plan" is true'],
  [trait({ lte: 5 }), 'trait "plan" is at most 5'],
  [trait({ lte: '2026-01-01' }), 'trait "plan" at 2026-01-01 or before'],
  [{ interaction: {} }, 'at least 1 interaction'],
  [
    { interaction: { kind: 'SUPPORT_CASE', within: 'P90D', count: { gte: 3 } } },
    'at least 3 support cases in the last 90 days',
  ],
  [{ interaction: { kind: 'PURCHASE', within: 'PT1H', count: { eq: 0 } } }, 'no purchases in the last 1 hour'],
  [{ interaction: { kind: 'CALL', count: { eq: 1 } } }, 'exactly 1 call'],
  [{ interaction: { kind: 'CALL', count: { gt: 1, lt: 5 } } }, 'more than 1 and less than 5 calls'],
  [{ interaction: { open: true, count: { gte: 2 } } }, 'at least 2 open support cases'],
  [{ interaction: { kind: 'PURCHASE', amount: { gte: 500 } } }, 'at least 1 purchase worth at least 500 in all'],
  [{ interaction: { channel: 'WEB', touchpoint: 'shop', kind: 'VISIT' } }, 'at least 1 visit on the web at "shop"'],
  [
    // biome-ignore lint/suspicious/noThenProperty: the name in the API
    { interaction: { kind: 'CAMPAIGN_RESPONSE', within: 'P60D', then: { kind: 'PURCHASE', within: 'P30D' } } },
    'at least 1 campaign response in the last 60 days followed within 30 days by at least 1 purchase',
  ],
  [
    { answer: { measure: 'NPS', latest: { lte: 6 }, within: 'P30D' } },
    'latest NPS answer in the last 30 days is at most 6',
  ],
  [{ answer: { measure: 'EMPLOYEE_ENGAGEMENT' } }, 'at least 1 employee engagement answer'],
  [
    { answer: { measure: 'CSAT', any: { eq: 1 }, mean: { lt: 3 } } },
    'a CSAT answer is 1 and mean CSAT answer is less than 3',
  ],
  [{ segment: 'vip' }, 'in segment "vip"'],
  [
    { stage: { journey: 'default', stage: 'trial', for: 'P7D' } },
    'in stage "trial" of the journey "default" for at least 7 days',
  ],
  [
    { not: { all: [{ segment: 'a' }, { any: [{ segment: 'b' }, { segment: 'c' }] }] } },
    'not (all of: in segment "a"; (any of: in segment "b"; in segment "c"))',
  ],
  [{ all: [{ not: { segment: 'a' } }] }, 'not (in segment "a")'],
];

test.each(TEXTS)('%j', (input, text) => {
  expect(ruleText(checkRule('rule', input))).toBe(text);
});

it('calls segments and journeys by their names', () => {
  const names = { segments: new Map([['vip', 'Very important']]), journeys: new Map([['default', 'Life']]) };
  expect(ruleText({ any: [{ segment: 'vip' }, { stage: { journey: 'default', stage: 'trial' } }] }, names)).toBe(
    'any of: in segment "Very important"; in stage "trial" of the journey "Life"',
  );
});

it('says of a group how its parts are joined, and of anything else all', () => {
  expect(nodeText({ all: [{ segment: 'a' }] })).toBe('all of');
  expect(nodeText({ any: [{ segment: 'a' }] })).toBe('any of');
  expect(nodeText({ not: { segment: 'a' } })).toBe('not');
  expect(nodeText({ segment: 'a' })).toBe('in segment "a"');
});

it('has words for any rule', () => {
  fc.assert(
    fc.property(ruleInput(['a']), input => {
      expect(ruleText(checkRule('rule', input))).not.toMatch(/undefined|null|NaN|\[object| {2}|^$/);
    }),
    { numRuns: 500 },
  );
});
