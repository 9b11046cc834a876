// Journeys as they are given: what is kept, and how wrong ones are refused.
import { describe, expect, test } from 'vitest';
import { checkJourney, type SaveJourneyInput } from '../../../../src/derive/journeys/check.ts';

const purchase = { interaction: { kind: 'PURCHASE' } };
const stage = (rule: unknown, key = 'bought') => ({ key, name: 'Bought', phase: 'PURCHASE' as const, rule });
const journey = (change: Partial<SaveJourneyInput> = {}): SaveJourneyInput => ({
  key: 'own',
  name: ' Own ',
  stages: [stage(purchase)],
  ...change,
});

test('a journey is kept without what was not given', () => {
  const rule = {
    any: [
      { interaction: { moment: 'RESOLVED', kind: 'SUPPORT_CASE', channel: null, nth: 2 }, answer: null },
      { answer: { measure: 'NPS', latest: { gte: 9, lt: null } } },
      { invitation: { surveyKind: 'TOUCHPOINT' } },
      { lifecycleStage: 'ADVOCATE' },
    ],
  };
  expect(checkJourney(journey({ mode: null, window: 'P60D', stages: [stage(rule)] }))).toEqual({
    key: 'own',
    name: 'Own',
    mode: 'ORDERED',
    window: 60 * 86_400_000,
    stages: [
      {
        key: 'bought',
        name: 'Bought',
        phase: 'PURCHASE',
        rule: {
          any: [
            { interaction: { kind: 'SUPPORT_CASE', nth: 2, moment: 'RESOLVED' } },
            { answer: { measure: 'NPS', latest: { gte: 9 } } },
            { invitation: { surveyKind: 'TOUCHPOINT' } },
            { lifecycleStage: 'ADVOCATE' },
          ],
        },
      },
    ],
  });
});

const deep = (levels: number): unknown => (levels === 1 ? purchase : { any: [deep(levels - 1)] });

test('a rule may be nested five deep', () => {
  expect(checkJourney(journey({ stages: [stage(deep(5))] })).stages).toHaveLength(1);
});

describe('what is wrong is named by its path', () => {
  const rules: readonly [string, unknown][] = [
    ['', {}],
    ['', { ...purchase, lifecycleStage: 'LEAD' }],
    ['.all', { all: [purchase] }],
    ['.any', { any: [] }],
    ['.any[0].any[0].any[0].any[0].any[0]', deep(6)],
    ['.lifecycleStage', { lifecycleStage: 'HERO' }],
    ['.interaction.kind', { interaction: { kind: 'DREAM' } }],
    ['.any[1].interaction.nth', { any: [purchase, { interaction: { nth: 0 } }] }],
    ['.interaction.nth', { interaction: { nth: 1.5 } }],
    ['.interaction.nth', { interaction: { nth: 1001 } }],
    ['.interaction.touchpoint', { interaction: { touchpoint: '' } }],
    ['.interaction.moment', { interaction: { moment: 'RESOLVED' } }],
    ['.interaction.moment', { interaction: { kind: 'PURCHASE', moment: 'ANSWERED' } }],
    ['.answer.measure', { answer: {} }],
    ['.answer.measure', { answer: { measure: 'OTHER' } }],
    ['.answer.latest', { answer: { measure: 'NPS', latest: {} } }],
    ['.answer.within', { answer: { measure: 'NPS', within: 'P1M' } }],
    ['.invitation.surveyKind', { invitation: { surveyKind: 'SHORT' } }],
  ];
  test.each(rules)('stages[0].rule%s', (path, rule) => {
    expect(() => checkJourney(journey({ stages: [stage(rule)] }))).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT', details: { field: `stages[0].rule${path}` } }),
    );
  });

  const many = (n: number) => Array.from({ length: n }, (_, i) => stage(purchase, `s${i}`));
  test.each<[string, Partial<SaveJourneyInput>]>([
    ['key', { key: 'Own' }],
    ['name', { name: ' ' }],
    ['mode', { mode: 'LOOSE' as 'STRICT' }],
    ['window', { window: 'PT0S' }],
    ['window', { window: 'P1Y' }],
    ['stages', { stages: [] }],
    ['stages', { stages: many(21) }],
    ['stages', { stages: many(3).map(one => ({ ...one, rule: { any: Array.from({ length: 67 }, () => purchase) } })) }],
    ['stages[1].key', { stages: [stage(purchase), stage(purchase)] }],
    ['stages[0].key', { stages: [stage(purchase, '')] }],
    ['stages[0].name', { stages: [{ ...stage(purchase), name: '' }] }],
    ['stages[0].phase', { stages: [{ ...stage(purchase), phase: 'NEVER' as 'PURCHASE' }] }],
  ])('%s', (field, change) => {
    expect(() => checkJourney(journey(change))).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT', details: { field } }),
    );
  });
});
