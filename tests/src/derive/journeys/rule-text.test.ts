// What brings somebody into a stage, in words.
import { expect, test } from 'vitest';
import type { StageRule } from '../../../../src/derive/journeys/definition.ts';
import { stageRuleText } from '../../../../src/derive/journeys/rule-text.ts';

test.each<[string, StageRule]>([
  ['an interaction', { interaction: {} }],
  ['a purchase in person', { interaction: { kind: 'PURCHASE', channel: 'IN_PERSON' } }],
  ['the 2nd or a later purchase at "checkout"', { interaction: { kind: 'PURCHASE', nth: 2, touchpoint: 'checkout' } }],
  ['the 11th or a later call', { interaction: { kind: 'CALL', nth: 11 } }],
  ['the first answer to a support case', { interaction: { kind: 'SUPPORT_CASE', moment: 'ANSWERED' } }],
  [
    'the resolution of the 3rd or a later support case',
    { interaction: { kind: 'SUPPORT_CASE', moment: 'RESOLVED', nth: 3 } },
  ],
  ['the lifecycle stage qualified lead', { lifecycleStage: 'QUALIFIED_LEAD' }],
  ['an NPS answer', { answer: { measure: 'NPS' } }],
  ['a CSAT answer of at least 4 and less than 5', { answer: { measure: 'CSAT', latest: { gte: 4, lt: 5 } } }],
  [
    'an ease answer, with those before it of 30 days: itself less than 3 and one of them exactly 5 and their mean at most 4',
    { answer: { measure: 'EASE', within: 'P30D', latest: { lt: 3 }, any: { eq: 5 }, mean: { lte: 4 } } },
  ],
  ['an employee engagement answer', { answer: { measure: 'EMPLOYEE_ENGAGEMENT' } }],
  ['an invitation to a survey', { invitation: {} }],
  [
    'an invitation to the touchpoint survey "after-case"',
    { invitation: { survey: 'after-case', surveyKind: 'TOUCHPOINT' } },
  ],
  [
    'a referral or the lifecycle stage advocate or a call',
    {
      any: [
        { interaction: { kind: 'REFERRAL' } },
        { any: [{ lifecycleStage: 'ADVOCATE' }, { interaction: { kind: 'CALL' } }] },
      ],
    },
  ],
])('%s', (text, rule) => {
  expect(stageRuleText(rule)).toBe(text);
});
