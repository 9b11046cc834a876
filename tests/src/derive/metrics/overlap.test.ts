// Groups that overlap, set beside groups that do not and hold the same things: every figure and comparison is the same.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { METRICS } from '../../../../src/derive/metrics/definitions.ts';
import { readIndex } from '../../../../src/derive/metrics/index/read.ts';
import { saveIndex } from '../../../../src/derive/metrics/index/save.ts';
import type { MetricName } from '../../../../src/derive/metrics/metric.ts';
import { readMetric } from '../../../../src/derive/metrics/report.ts';
import type { ReportRequest } from '../../../../src/derive/metrics/request.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { natureOf } from '../../../support/recount/question.ts';
import { store } from '../../../support/recount/store.ts';
import { NOW, type World, world } from '../../../support/recount/world.ts';

const DURING = { from: '2025-10-01', to: '2026-04-30' };
/** Of all stays: before it everybody is in one stage, from then on in another. */
const TURN = Date.UTC(2026, 0, 15, 7, 30);

let database: TestContext;
beforeAll(async () => {
  database = await createTestContext({ now: () => new Date(NOW) });
  const [random] = fc.sample(fc.noBias(world), { numRuns: 1, seed: 20261122 });
  await store(database.sql, twoOfEach(random!));
  await saveIndex(database.fork(), {
    key: 'five',
    name: 'Five',
    components: [
      { metric: 'NPS', weight: 3 },
      { metric: 'CSAT', weight: 2 },
      { metric: 'CES', weight: 1, where: { channel: ['EMAIL', 'PHONE'] } },
      { metric: 'FIRST_RESPONSE_TIME', weight: 1, worst: 86_400, best: 0 },
      { metric: 'RESOLUTION_TIME', weight: 1, worst: 4_000_000, best: 0 },
    ],
  });
});
afterAll(() => database.close());

/** Everything is somebody's, of one of two countries, and at one of two touchpoints: before the turn, and after it. */
function twoOfEach(random: World): World {
  const place = ({ at }: { at: number }) => (at < TURN ? 'before' : 'after');
  const owned = <T extends { at: number; person: number | null }>(things: readonly T[]) =>
    things.map((one, i) => ({ ...one, person: one.person ?? i % random.people.length, touchpoint: place(one) }));
  const people = random.people.map((one, i) => ({
    ...one,
    country: i % 3 ? 'DE' : 'FR',
    deleted: false,
    merged: false,
  }));
  const germans = people.flatMap(({ country }, i) => (country === 'DE' ? [i] : []));
  const isOnOneSide = (one: World['cases'][number]) =>
    one.resolvedAt === null || place(one) === place({ at: one.resolvedAt });
  return {
    ...random,
    people,
    // About a case it would be where and when that was.
    replies: owned(random.replies).map(one => ({ ...one, about: null })),
    happenings: owned(random.happenings).map(one => ({ ...one, currency: 'EUR' })),
    cases: owned(random.cases).map(one => (isOnOneSide(one) ? one : { ...one, resolvedAt: null })),
    invitations: owned(random.invitations),
    // The same twice, and those who are in neither.
    segments: [germans, germans],
    visits: people.flatMap((_, person) =>
      [0, 1].flatMap(journey => [
        { journey, person, stage: 0, at: 0, reply: null },
        { journey, person, stage: 1, at: TURN, reply: null },
      ]),
    ),
  };
}

/** Sums may differ in the last digits, as they are added in another order. */
function near(value: unknown): unknown {
  if (typeof value === 'number') return expect.closeTo(value, 7);
  if (Array.isArray(value)) return value.map(near);
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, near(part)]));
}

/** Where values of two scales may not be averaged. */
const ONE_SCALE: Partial<Record<MetricName, string>> = { CSAT_MEAN: '1..5', CES_MEAN: '1..7' };
for (const metric of ['EFFECTIVENESS', 'EASE', 'EMOTION', 'EXPERIENCE_RATING'] as const) ONE_SCALE[metric] = '1..7';
for (const metric of ['EXPECTATIONS_MEAN', 'IDEAL_MEAN'] as const) ONE_SCALE[metric] = '1..10';

const SMALL = { minReport: 1, minReliable: 10 };
const OVERALL = { during: DURING, every: 'MONTH', compareTo: 'OVERALL' } as const;

/** Which sources do not tell is known of the whole question, not of a group: what is left is how much is missing. */
function withoutSources<T>(value: T): T {
  const text = JSON.stringify(value, (_, part) =>
    typeof part === 'string' ? part.replace(/, by .* \(key .*$/, '') : part,
  );
  return JSON.parse(text) as T;
}

type Ask = (request: ReportRequest) => Promise<Map<string, Reported>>;
interface Reported {
  readonly total: { readonly value: number | null };
  readonly comparison: { readonly pValue: number | null; readonly method: string } | null;
}
const byKey = <G extends { by: readonly { key: string }[] }>({ groups }: { groups: readonly G[] }) =>
  new Map(groups.map(({ by, ...group }) => [by.map(({ key }) => key).join(' '), group] as const));
const ofMetric =
  (metric: MetricName): Ask =>
  async request => {
    const scale = ONE_SCALE[metric];
    const where = scale ? { ...request.where, scale } : request.where;
    return byKey(
      withoutSources(await readMetric({ ...database.fork(), reporting: SMALL }, metric, { ...request, where })),
    );
  };
const ofIndex =
  (key: string): Ask =>
  async request =>
    byKey(await readIndex({ ...database.fork(), reporting: SMALL }, { ...request, key }));

let tested = 0;

async function compareSegments(ask: Ask): Promise<void> {
  const countries = await ask({ ...OVERALL, by: ['COUNTRY'] });
  const segments = await ask({ ...OVERALL, by: ['SEGMENT'] });
  expect([...countries.keys()].sort()).toEqual(['DE', 'FR']);
  expect([...segments.keys()].sort()).toEqual(['segment-0', 'segment-1']);
  for (const group of segments.values()) expect(group).toEqual(near(countries.get('DE')));
  const filtered = await ask({ ...OVERALL, compareTo: null, where: { segment: 'segment-1' } });
  expect({ ...filtered.get('') }).toEqual(near({ ...countries.get('DE'), comparison: null }));
  if (countries.get('DE')!.comparison!.pValue !== null) tested += 1;
}

async function compareStages(ask: Ask): Promise<void> {
  const touchpoints = await ask({ ...OVERALL, by: ['TOUCHPOINT'] });
  const stages = await ask({ ...OVERALL, by: ['JOURNEY_STAGE'], where: { journey: 'journey-1' } });
  expect([...stages.keys()].sort()).toEqual(['journey-1/x', 'journey-1/y']);
  expect(stages.get('journey-1/x')).toEqual(near(touchpoints.get('before')));
  expect(stages.get('journey-1/y')).toEqual(near(touchpoints.get('after')));
  const where = { journeyStage: { journey: 'journey-0', stage: 'b' } };
  const filtered = await ask({ ...OVERALL, compareTo: null, where });
  expect({ ...filtered.get('') }).toEqual(near({ ...touchpoints.get('after'), comparison: null }));
  // Four groups are compared instead of two, and each p-value allows for that.
  const all = await ask({ ...OVERALL, by: ['JOURNEY_STAGE'] });
  expect([...all.keys()].sort()).toEqual(['journey-0/a', 'journey-0/b', 'journey-1/x', 'journey-1/y']);
  const p = touchpoints.get('after')!.comparison!.pValue;
  const four = all.get('journey-0/b')!.comparison!.pValue;
  expect(four).toEqual(p === null ? null : p < 0.5 ? expect.closeTo(2 * p, 7) : 1);
  if (p !== null) tested += 1;
}

const grouped = METRICS.filter(metric => !['spend', 'market'].includes(natureOf(metric)));
/** Nobody touches anything when they are invited. */
const placed = grouped.filter(metric => ['answers', 'money'].includes(natureOf(metric)) && metric !== 'RESPONSE_RATE');

describe('by SEGMENT it is as by COUNTRY', () => {
  it.each(grouped)('%s', metric => compareSegments(ofMetric(metric)));
  it.each(['default', 'five'])('index %s', key => compareSegments(ofIndex(key)));
});

describe('by JOURNEY_STAGE it is as by TOUCHPOINT', () => {
  it.each(placed)('%s', metric => compareStages(ofMetric(metric)));
  it('index five', () => compareStages(ofIndex('five')));
});

it('was tested for difference in most of them', () => {
  expect(tested).toBeGreaterThan(40);
});
