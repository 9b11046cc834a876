// Weighted answers: beside a count by hand, in groups and points, and how sure they are, by simulation.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { definitionOf } from '../../../../../src/derive/metrics/definitions.ts';
import { readMetric } from '../../../../../src/derive/metrics/report.ts';
import type { ReportRequest } from '../../../../../src/derive/metrics/request.ts';
import { metricValue } from '../../../../../src/derive/metrics/value.ts';
import { rake } from '../../../../../src/derive/metrics/weighting/rake.ts';
import {
  settled,
  type WeightedCell,
  weigh,
  weightedTogether,
} from '../../../../../src/derive/metrics/weighting/weighted-cells.ts';
import { refresh } from '../../../../../src/derive/refresh/refresh.ts';
import { createTestContext, type TestContext } from '../../../../support/context.ts';
import { insert, insertConnection, insertResponse, insertSurvey } from '../../../../support/rows.ts';
import { Simulation } from '../../../../support/simulate.ts';
import { type Fact, stateOf } from '../../../../support/states.ts';

let world: TestContext;
const SPRING = { from: '2026-03-01', to: '2026-04-30' };
/** Customers of each country, how many of them answer each month, and how many of these promote; the others detract. */
const COUNTRIES = {
  DE: { customers: 300, answers: 30, promoters: 24 },
  FR: { customers: 120, answers: 60, promoters: 15 },
  IT: { customers: 50, answers: 0, promoters: 0 },
} as const;

beforeAll(async () => {
  world = await createTestContext({ now: () => new Date('2026-06-01T00:00:00Z') });
  const { sql } = world;
  const source = await insertConnection(sql, 'hubspot');
  const { survey, nps } = await insertSurvey(sql, 'relationship');
  for (const [country, { customers, answers, promoters }] of Object.entries(COUNTRIES)) {
    for (let i = 0; i < customers; i++) {
      const customer_id = await insert(sql, 'customer', {
        display_name: `${country} ${i}`,
        country,
        lifecycle_stage: i < 45 ? 'LEAD' : 'CUSTOMER',
        created_at: '2025-01-01',
      });
      if (i >= 2 * answers) continue;
      const month = i < answers ? '03' : '04';
      const channel = i % 3 === 0 ? 'CHAT' : 'EMAIL';
      const values = { survey_id: survey, customer_id, channel, responded_at: `2026-${month}-10T10:00:00Z` };
      const score = i % answers < promoters ? 10 : 2;
      await insertResponse(sql, source, values, [{ question_id: nps, question_key: 'nps', score }]);
    }
  }
  await refresh(sql, { anew: true });
});
afterAll(() => world.close());

const read = (request: Partial<ReportRequest>) => readMetric(world.fork(), 'NPS', { during: SPRING, ...request });
const net = ({ answers, promoters }: { answers: number; promoters: number }) =>
  (100 * (2 * promoters - answers)) / answers;

describe('weighted answers', () => {
  it('say what all customers would, as far as those heard speak for them', async () => {
    const { groups, weighting } = await read({ weightBy: ['COUNTRY'] });
    const { DE, FR } = COUNTRIES;
    // 300 Germans and 120 French were heard, whatever the number of answers; nobody of Italy was.
    expect(groups[0]!.total.value).toBeCloseTo((300 * net(DE) + 120 * net(FR)) / 420, 9);
    expect(groups[0]!.total.n).toBe(180);
    expect(weighting).toMatchObject({ by: ['COUNTRY'], share: 1, trimmed: 0 });
    expect(weighting!.heard).toBeCloseTo(420 / 470, 9);
    // Kish: 60 answers stand for 300 of 420, and 120 for 120.
    const [a, b] = [300 / 420 / (60 / 180), 120 / 420 / (120 / 180)];
    const kish = (180 * (60 * a * a + 120 * b * b)) / (60 * a + 120 * b) ** 2;
    expect(groups[0]!.total.designEffect).toBeCloseTo(kish, 6);
    const plain = (await read({})).groups[0]!.total;
    expect(plain.designEffect).toBe(1);
    expect(plain.value).not.toBeCloseTo(groups[0]!.total.value!, 0);
  });

  it('have the same weights in points and groups, which then say the same as each alone', async () => {
    const { groups } = await read({ weightBy: ['COUNTRY'], by: ['COUNTRY'], every: 'MONTH' });
    const own = await read({ by: ['COUNTRY'], every: 'MONTH' });
    // Within a country all weights are alike: nothing changes there.
    for (const [i, group] of groups.entries()) {
      expect(group.total.value).toBeCloseTo(own.groups[i]!.total.value!, 9);
      expect(group.total.designEffect).toBeCloseTo(1, 9);
      for (const [at, point] of group.points.entries())
        expect(point.value.value).toBeCloseTo(own.groups[i]!.points[at]!.value.value!, 9);
    }
    const months = await read({
      weightBy: ['COUNTRY'],
      every: 'MONTH',
      compareTo: { period: { from: '2026-03-01', to: '2026-03-31' } },
    });
    expect(months.groups[0]!.points).toHaveLength(2);
    expect(months.groups[0]!.comparison!.pValue).toBeGreaterThan(0);
  });

  it('of another filter look like the customers of that filter, and say what a report of them says', async () => {
    const weightBy = ['COUNTRY', 'LIFECYCLE_STAGE'] as const;
    const alone = await read({ weightBy, where: { country: ['DE'] }, by: ['CHANNEL'] });
    const beside = await read({
      ...{ weightBy, where: { country: ['FR'] }, by: ['CHANNEL'] },
      compareTo: { where: { country: ['DE'] } },
    });
    expect(alone.groups).toHaveLength(2);
    for (const { by, total } of alone.groups) {
      const group = beside.groups.find(one => one.by[0]!.key === by[0]!.key)!;
      expect(group.comparison!.baseline).toEqual(total);
      // Most Germans who answered are leads, and few Germans are.
      expect(group.comparison!.baseline.designEffect).toBeGreaterThan(1.5);
      expect(group.comparison!.pValue).toBeLessThan(0.05);
    }
  });

  it('withhold what too few say, however much it weighs', async () => {
    const ctx = { ...world.fork(), reporting: { minReport: 1000, minReliable: 1000 } };
    const { groups } = await readMetric(ctx, 'NPS', { during: SPRING, weightBy: ['COUNTRY'] });
    expect(groups[0]!.total).toMatchObject({ value: null, suppressed: true, interval: null });
  });

  it.each([
    ['SEGMENT', 'NPS', ['SEGMENT']],
    ['one twice', 'NPS', ['COUNTRY', 'COUNTRY']],
    ['cases', 'CASE_VOLUME', ['COUNTRY']],
    ['employees', 'EMPLOYEE_ENGAGEMENT', ['COUNTRY']],
  ] as const)('are refused for %s', async (_, metric, weightBy) => {
    await expect(readMetric(world.fork(), metric, { during: SPRING, weightBy })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      details: { field: 'weightBy' },
    });
  });

  it('take a number of statements that does not grow', async () => {
    const count = async (request: Partial<ReportRequest>) => {
      world.statements.length = 0;
      await read({ weightBy: ['COUNTRY', 'LANGUAGE'], ...request });
      return world.statements.length;
    };
    expect(await count({})).toBe(await count({ every: 'DAY', by: ['CHANNEL'] }));
  });
});

describe('nominal 95 % intervals of weighted answers', () => {
  it('cover what all customers would say, where plain ones do not', () => {
    const runs = 1_500;
    const definition = definitionOf('NPS');
    const reporting = { minReport: 1, minReliable: 30 };
    // Large and small customers: 20 % and 80 % of all, of whom 60 % and 15 % answer; they think differently.
    const truth = 0.2 * 50 + 0.8 * -10;
    let [inside, plain] = [0, 0];
    for (let seed = 1; seed <= runs; seed++) {
      const chance = new Simulation(seed);
      const said: Record<string, Fact[]> = { large: [], small: [] };
      for (let i = 0; i < 1000; i++) {
        const kind = i < 200 ? 'large' : 'small';
        if (chance.uniform() > (kind === 'large' ? 0.6 : 0.15)) continue;
        const u = chance.uniform();
        const [promote, detract] = kind === 'large' ? [0.65, 0.15] : [0.3, 0.4];
        said[kind]!.push({ sign: u < promote ? 1 : u < promote + detract ? -1 : 0 });
      }
      const sample = Object.entries(said).map(([key, facts]) => ({ key: [key], n: facts.length }));
      const { weights } = rake(sample, [
        new Map([
          ['large', 200],
          ['small', 800],
        ]),
      ]);
      const parts = Object.entries(said).map(
        ([key, facts]): WeightedCell => new Map([['NPS', weigh(stateOf(facts), weights.get(key)!)]]),
      );
      const { cell, effect } = settled(weightedTogether(parts));
      const counts = new Map([
        ['NPS', { state: stateOf(Object.values(said).flat()), slots: 255, people: null }],
      ] as const);
      const options = { days: 30, confidence: 0.95, reporting };
      const found = metricValue(definition, counts, { ...options, designEffect: effect, weighted: cell });
      const bare = metricValue(definition, counts, options);
      if (found.interval!.low <= truth && truth <= found.interval!.high) inside++;
      if (bare.interval!.low <= truth && truth <= bare.interval!.high) plain++;
    }
    console.info(
      `weighted NPS: ${((100 * inside) / runs).toFixed(1)} % of ${runs} intervals cover; unweighted ${((100 * plain) / runs).toFixed(1)} %`,
    );
    expect(inside / runs).toBeGreaterThan(0.93);
    expect(inside / runs).toBeLessThan(0.985);
    expect(plain / runs).toBeLessThan(0.5);
  });
});
