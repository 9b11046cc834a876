// Segments and stages that are made by an answer say so beside its figure, and are not tested.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Kind } from '../../../../src/derive/metrics/kinds.ts';
import { HEALTH_KINDS, readOutcomes } from '../../../../src/derive/metrics/outcomes.ts';
import { readMetric } from '../../../../src/derive/metrics/report.ts';
import { refresh } from '../../../../src/derive/refresh/refresh.ts';
import { HEALTH_PARTS } from '../../../../src/derive/scores/health.ts';
import { saveSegment } from '../../../../src/derive/segments/save.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { insert, insertConnection, insertResponse, insertSurvey } from '../../../support/rows.ts';

let world: TestContext;
const nps = { answer: { measure: 'NPS', latest: { lte: 6 } } };
const german = { field: { field: 'COUNTRY', is: { eq: 'DE' } } };
const RULES = {
  detractors: nps,
  'not-happy': { all: [german, { not: { any: [nps, german] } }] },
  named: { all: [{ segment: 'not-happy' }, german] },
  'twice-named': { not: { segment: 'named' } },
  asked: { stage: { journey: 'recovery', stage: 'asked' } },
  weak: { field: { field: 'HEALTH', is: { lt: 40 } } },
  germans: german,
} as const;
type Key = keyof typeof RULES;

/** By hand: whose kinds are looked at, at any depth. */
const EXPECTED: Readonly<Record<Key, readonly Kind[]>> = {
  detractors: ['NPS'],
  'not-happy': ['NPS'],
  named: ['NPS'],
  'twice-named': ['NPS'],
  // Good answers to either move people on.
  asked: ['CSAT', 'CES'],
  weak: [...HEALTH_KINDS],
  germans: [],
};

beforeAll(async () => {
  world = await createTestContext({ now: () => new Date('2026-06-01T00:00:00Z') });
  const { sql } = world;
  const source = await insertConnection(sql, 'hubspot');
  const { survey, nps: question } = await insertSurvey(sql, 'relationship');
  for (let i = 0; i < 120; i++) {
    const customer_id = await insert(sql, 'customer', { display_name: `C ${i}`, country: i % 2 === 0 ? 'DE' : 'FR' });
    for (const month of ['02', '05']) {
      const values = { survey_id: survey, customer_id, responded_at: `2026-${month}-10T10:00:00Z` };
      const score = month === '05' && i % 3 === 0 ? 2 : 10;
      await insertResponse(sql, source, values, [{ question_id: question, question_key: 'nps', score }]);
    }
  }
  for (const [key, rule] of Object.entries(RULES))
    await saveSegment(world.fork(), { key, name: key, rule } as Parameters<typeof saveSegment>[1]);
  await refresh(sql, { anew: true });
});
afterAll(() => world.close());

const ALL: readonly Kind[] = ['NPS', 'CSAT', 'CES', 'SENTIMENT', 'CASE', 'PURCHASE'];

describe('what a rule is made of', () => {
  it.each(Object.keys(RULES) as Key[])('segment %s, as a group and as a filter', async key => {
    const row = await world.sql.one<{ id: number }>('select id from segment where key = $1', [key]);
    const asGroup = await readOutcomes(world.sql, ['COUNTRY', 'SEGMENT'], [null]);
    const asFilter = await readOutcomes(world.sql, [], [{ segment: key }]);
    for (const kind of ALL) {
      const expected = EXPECTED[key].includes(kind);
      expect([kind, asGroup(['DE', String(row!.id)], [kind])]).toEqual([kind, expected]);
      expect([kind, asFilter([], [kind])]).toEqual([kind, expected]);
      expect(asGroup(['DE', '999999'], [kind])).toBe(false);
    }
  });

  it('stages: by their own rule, and by the answer that moves people on', async () => {
    const stages = await world.sql.query<{ id: string; key: string; rule: object; next: object | null }>(
      `select j.id || '/' || (n - 1) as id, e.stage ->> 'key' as key, e.stage -> 'rule' as rule, j.stages -> n::int -> 'rule' as next
       from journey j cross join jsonb_array_elements(j.stages) with ordinality as e(stage, n) where j.key = 'recovery'`,
    );
    const made = await readOutcomes(world.sql, ['JOURNEY_STAGE'], [null]);
    const found = stages.filter(stage => made([stage.id], ['CSAT'])).map(({ key }) => key);
    const byHand = stages
      .filter(({ rule, next }) => JSON.stringify([rule, next]).includes('CSAT'))
      .map(({ key }) => key);
    expect(found).toEqual(byHand);
    expect(found).toContain('asked');
    const filtered = await readOutcomes(world.sql, [], [{ journeyStage: { journey: 'recovery', stage: 'asked' } }]);
    expect([filtered([], ['CSAT']), filtered([], ['NPS'])]).toEqual([true, false]);
  });

  it('asks nothing of the database where neither is asked for', async () => {
    world.statements.length = 0;
    const made = await readOutcomes(world.sql, ['COUNTRY'], [{ country: ['DE'] }, null]);
    expect([made(['DE'], ['NPS']), world.statements]).toEqual([false, []]);
  });

  it('knows every part of health that customers say', () => {
    const said = HEALTH_PARTS.filter(part => part.startsWith('LATEST_') || part === 'SENTIMENT');
    expect([...HEALTH_KINDS].sort()).toEqual(said.map(part => part.replace('LATEST_', '')).sort());
  });
});

describe('a report', () => {
  const during = { from: '2026-05-01', to: '2026-05-31' };
  it('marks the groups whose rule looks at what is measured, and tests only the others', async () => {
    const { groups } = await readMetric(world.fork(), 'NPS', {
      during,
      by: ['SEGMENT'],
      compareTo: { with: 'OVERALL' },
    });
    const shown = new Map(groups.map(({ by, total, comparison }) => [by[0]!.key, { total, comparison }]));
    expect(shown.get('detractors')!.total).toMatchObject({ value: -100, definedByOutcome: true });
    expect(shown.get('detractors')!.comparison).toMatchObject({
      pValue: null,
      significant: null,
      notTested: expect.stringContaining('decide who is counted'),
    });
    expect(shown.get('germans')!.total.definedByOutcome).toBe(false);
    expect(shown.get('germans')!.comparison!.pValue).not.toBeNull();
  });

  it('marks everything under a filter that does', async () => {
    const request = {
      during,
      where: { segment: 'detractors' },
      compareTo: { period: { from: '2026-02-01', to: '2026-02-28' } },
    };
    const { groups } = await readMetric(world.fork(), 'NPS', request);
    // All of them promoted in February: by choosing those who fell, a fall is found.
    expect(groups[0]!.comparison).toMatchObject({ difference: -200, pValue: null });
    const cases = await readMetric(world.fork(), 'CASE_VOLUME', { during, where: { segment: 'detractors' } });
    expect(cases.groups[0]!.total.definedByOutcome).toBe(false);
  });
});
