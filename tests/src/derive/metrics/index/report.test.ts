// CX indices over HTTP, against a recount of plain rows.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refresh } from '../../../../../src/derive/refresh/refresh.ts';
import { recordSurveyResponses } from '../../../../../src/ingest/recording/record-survey-responses.ts';
import { saveSurvey } from '../../../../../src/ingest/recording/save-survey.ts';
import { startTestServer, type TestServer } from '../../../../support/serve.ts';
import { arithmetic, jackknife, normalized, within } from './naive.ts';
import { live, MONTHS, record } from './world.ts';

interface Value {
  readonly value: number | null;
  readonly n: number;
  readonly coverage: number;
  readonly suppressed: boolean;
  readonly reliable: boolean;
  readonly interval: { readonly low: number; readonly high: number; readonly confidence: number } | null;
  readonly components: readonly {
    readonly metric: string;
    readonly normalized: number | null;
    readonly weight: number;
    readonly contribution: number | null;
    readonly raw: { readonly value: number | null; readonly n: number };
  }[];
}
interface Group {
  readonly by: readonly { readonly key: string }[];
  readonly total: Value;
  readonly comparison: {
    readonly baseline: Value;
    readonly difference: number | null;
    readonly pValue: number | null;
    readonly significant: boolean;
    readonly contributions: readonly { readonly metric: string; readonly change: number | null }[];
    readonly method: string;
  } | null;
  readonly points: readonly { readonly start: string; readonly end: string; readonly value: Value }[];
}

const VALUE = `value n coverage suppressed reliable interval { low high confidence }
  components { metric normalized weight contribution raw { value n } }`;
const ASK = `query ($key: String, $version: Int, $during: PeriodInput!, $every: Granularity, $by: [Dimension!], $where: MetricFilter, $compareTo: ComparisonInput) {
  cxIndex(key: $key, version: $version, during: $during, every: $every, by: $by, where: $where, compareTo: $compareTo) {
    definition { key version aggregation } asOf
    groups { by { key } total { ${VALUE} } points { start end value { ${VALUE} } }
      comparison { baseline { ${VALUE} } difference pValue significant contributions { metric change } method } }
  }
}`;
const SAVE = `mutation ($input: SaveCxIndexInput!) { saveCxIndex(input: $input) { key version } }`;

const lived = live(120);
const SPRING = { from: '2026-02-01', to: '2026-03-31' };
const WEIGHTS = [25, 25, 20, 10, 10];
/** The default index without those who leave. */
const spoken = {
  key: 'spoken',
  name: 'What is said and done',
  components: [
    { metric: 'NPS', weight: 25 },
    { metric: 'CSAT', weight: 25 },
    { metric: 'CES', weight: 20 },
    { metric: 'FIRST_RESPONSE_TIME', weight: 10, worst: 86_400, best: 3_600 },
    { metric: 'RESOLUTION_TIME', weight: 10, worst: 604_800, best: 86_400 },
  ],
};

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await record(server.world, lived);
  for (const input of [
    spoken,
    { ...spoken, key: 'strict', aggregation: 'GEOMETRIC' },
    {
      ...spoken,
      key: 'loyal',
      components: [
        { metric: 'CHURN_RATE', weight: 2 },
        { metric: 'NPS', weight: 1 },
      ],
    },
    {
      ...spoken,
      key: 'mixed',
      components: [
        { metric: 'NPS', weight: 1 },
        { metric: 'CSAT_MEAN', weight: 1, worst: 1, best: 5 },
      ],
    },
    {
      ...spoken,
      key: 'channels',
      components: ['EMAIL', 'CHAT'].map(channel => ({ metric: 'NPS', weight: 1, where: { channel: [channel] } })),
    },
  ])
    expect((await server.ask(SAVE, { input })).errors).toBeUndefined();
});
afterAll(() => server.close());

async function ask(variables: object): Promise<Group[]> {
  const { data, errors } = await server.ask(ASK, { during: SPRING, ...variables });
  expect(server.logged).toEqual([]);
  expect(errors).toBeUndefined();
  return (data!.cxIndex as unknown as { groups: Group[] }).groups;
}
const sum = (parts: readonly (number | null)[]) => parts.reduce<number>((total, part) => total + (part ?? 0), 0);

describe('cxIndex', () => {
  it('is what a recount of the rows gives, in total, by month and before', async () => {
    const [group] = await ask({ key: 'spoken', every: 'MONTH', compareTo: { with: 'PREVIOUS_PERIOD' } });
    const count = (from: number, to: number) => normalized(within(lived, from, to));
    const [, february, march, april] = MONTHS as [number, number, number, number];
    const levels = count(february, april);
    expect(group!.total.components.map(each => each.normalized!)).toEqual(
      levels.map(level => expect.closeTo(level, 8)),
    );
    expect(group!.total.value).toBeCloseTo(arithmetic(levels, WEIGHTS), 8);
    expect(group!.points.map(({ start, end }) => `${start} ${end}`)).toEqual([
      '2026-02-01 2026-02-28',
      '2026-03-01 2026-03-31',
    ]);
    const months = [count(february, march), count(march, april)];
    for (const [i, { value }] of group!.points.entries())
      expect(value.value).toBeCloseTo(arithmetic(months[i]!, WEIGHTS), 8);
    // Before February and March came December, without any data, and January.
    const { baseline, difference, contributions } = group!.comparison!;
    const before = count(MONTHS[0]! - 31 * 86_400_000, february);
    expect(baseline.value).toBeCloseTo(arithmetic(before, WEIGHTS), 8);
    expect(difference).toBe(group!.total.value! - baseline.value!);
    for (const [i, { change }] of contributions.entries())
      expect(change).toBeCloseTo(((levels[i]! - before[i]!) * WEIGHTS[i]!) / 90, 8);
    expect(group!.comparison!.significant).toBe(true);
  });

  it('adds up exactly, also as JSON, arithmetic and geometric', async () => {
    for (const key of ['default', 'spoken', 'strict'])
      for (const group of await ask({ key, every: 'WEEK', by: ['CHANNEL'], compareTo: { with: 'PREVIOUS_PERIOD' } })) {
        for (const { value, components } of [group.total, ...group.points.map(point => point.value)])
          if (value !== null) expect(sum(components.map(each => each.contribution))).toBe(value);
        const { difference, contributions } = group.comparison!;
        expect(sum(contributions.map(each => each.change))).toBe(difference);
      }
  });

  it.each(['spoken', 'strict'])('%s has the interval that leaving out each customer in turn gives', async key => {
    const [group] = await ask({ key });
    const { interval } = group!.total;
    const [, from, , to] = MONTHS as [number, number, number, number];
    const error = jackknife(lived, rows => {
      const levels = normalized(within(rows, from, to));
      return key === 'spoken' ? arithmetic(levels, WEIGHTS) : Math.exp(arithmetic(levels.map(Math.log), WEIGHTS));
    });
    expect(interval!.confidence).toBe(0.95);
    const ratio = (interval!.high - interval!.low) / 2 / (1.99 * error);
    expect(ratio).toBeGreaterThan(0.93);
    expect(ratio).toBeLessThan(1.07);
  });

  it('leaves out what has no channel, and compares each channel with the others', async () => {
    const groups = await ask({ by: ['CHANNEL'], compareTo: { with: 'OVERALL' } });
    const [whole] = await ask({ where: { channel: ['EMAIL', 'CHAT'] } });
    expect(groups.map(({ by }) => by[0]!.key).sort()).toEqual(['CHAT', 'EMAIL']);
    for (const { total, comparison } of groups) {
      expect(total.coverage).toBeCloseTo(0.9, 12);
      expect(total.components.at(-1)).toMatchObject({ metric: 'CHURN_RATE', weight: 0, contribution: null });
      expect(comparison!.baseline.value).toBeCloseTo(whole!.total.value!, 9);
      expect(comparison!.contributions.at(-1)!.change).toBeNull();
      expect(comparison!.pValue).toBeGreaterThan(0);
      expect(comparison!.method).toContain('not in the group');
      expect(comparison!.method).toContain('Holm');
    }
    // Two groups are each other's rest.
    expect(groups[0]!.comparison!.pValue).toBeCloseTo(groups[1]!.comparison!.pValue!, 9);
  });

  it('counts the same metric twice under different filters', async () => {
    const [group] = await ask({ key: 'channels' });
    const parts = await ask({ key: 'channels', by: ['CHANNEL'] });
    const [email, chat] = group!.total.components.map(({ raw }) => raw.value);
    expect(email).not.toBe(chat);
    const values = new Map(parts.map(({ by, total }) => [by[0]!.key, total]));
    expect(values.get('EMAIL')!.components.map(({ raw }) => raw.value)).toEqual([email, null]);
    expect(values.get('CHAT')!.components.map(({ raw }) => raw.value)).toEqual([null, chat]);
    expect([...values.values()].map(({ coverage }) => coverage)).toEqual([0.5, 0.5]);
    // What a filter shuts out altogether is missing, not an error.
    const [narrowed] = await ask({ key: 'channels', where: { channel: ['CHAT', 'PHONE'] } });
    expect(narrowed!.total.components.map(({ raw }) => raw.value)).toEqual([null, chat]);
  });

  it('has no value without data, and withholds what would tell about few', async () => {
    const [empty] = await ask({
      during: { from: '2020-01-01', to: '2020-01-31' },
      every: 'WEEK',
      compareTo: { with: 'PREVIOUS_YEAR' },
    });
    const nothing = { value: null, n: 0, interval: null, coverage: 0, suppressed: false, reliable: false };
    expect(empty!.total).toMatchObject(nothing);
    expect(empty!.points).toHaveLength(5);
    for (const { value } of empty!.points) expect(value).toMatchObject(nothing);
    expect(empty!.comparison).toMatchObject({ difference: null, pValue: null, significant: null });
    const first = Math.min(...lived.answers.map(({ at }) => at));
    const day = new Date(first).toISOString().slice(0, 10);
    const [few] = await ask({ key: 'spoken', during: { from: day, to: day } });
    const answered = lived.answers.filter(({ at }) => new Date(at).toISOString().startsWith(day));
    expect(answered.length).toBeLessThan(5);
    expect(few!.total).toMatchObject({ value: null, suppressed: true, interval: null });
  });

  it('has the published ACSI form of three questions on 1 to 10', async () => {
    const { world } = server;
    const questions = (['CSAT', 'EXPECTATIONS', 'IDEAL'] as const).map(measure => {
      const ends = measure === 'CSAT' ? { scaleMin: 1, scaleMax: 10 } : {};
      return { key: measure.toLowerCase(), text: `${measure}?`, measure, ...ends };
    });
    await saveSurvey(world.fork(), { key: 'acsi', name: 'Three questions', kind: 'RELATIONSHIP', questions });
    // Nine people, whose means are 8, 7 and 7.
    const responses = Array.from({ length: 9 }, (_, i) => ({
      id: `acsi${i}`,
      survey: 'acsi',
      respondedAt: new Date(Date.UTC(2024, 0, 2 + i)),
      answers: [
        { question: 'csat', score: [7, 8, 9][i % 3]! },
        { question: 'expectations', score: [6, 8, 7][i % 3]! },
        { question: 'ideal', score: 7 },
      ],
    }));
    const { rejected } = await recordSurveyResponses(world.fork(), responses);
    expect(rejected).toEqual([]);
    await refresh(world.sql);
    const [group] = await ask({ key: 'acsi', during: { from: '2024-01-01', to: '2024-01-31' } });
    expect(group!.total.value).toBeCloseTo(70.37, 2);
    expect(group!.total.components.map(({ raw }) => raw.value)).toEqual([8, 7, 7]);
    expect(group!.total).toMatchObject({ n: 9, reliable: false, coverage: 1 });
  });

  it('reports any version', async () => {
    await server.ask(SAVE, { input: { ...spoken, components: [{ metric: 'CSAT', weight: 1 }] } });
    const versions = [];
    for (const version of [1, 2, null]) {
      const [group] = await ask({ key: 'spoken', version });
      versions.push(group!.total.components.length);
    }
    expect(versions).toEqual([5, 1, 1]);
    await server.ask(SAVE, { input: spoken });
  });

  it('needs as many statements for a year of days as for one figure', async () => {
    const { statements } = server.world;
    const count = async (variables: object) => {
      statements.length = 0;
      await ask(variables);
      return statements.length;
    };
    // Isolation, as-of, definition, counts, customers, sums; names of groups need none here.
    expect(await count({ during: { from: '2026-01-01', to: '2026-12-31' } })).toBe(6);
    // Three more where it is unclear whether there are enough people.
    expect(await count({ during: { from: '2026-01-01', to: '2026-12-31' }, every: 'DAY' })).toBeLessThanOrEqual(9);
    expect(await count({ every: 'WEEK', by: ['CHANNEL'], compareTo: { with: 'PREVIOUS_PERIOD' } })).toBeLessThanOrEqual(
      8,
    );
  });
});

describe('cxIndex refuses', () => {
  it.each([
    ['an unknown key', { key: 'none' }, { code: 'NOT_FOUND' }],
    ['an unknown version', { key: 'txr', version: 9 }, { code: 'NOT_FOUND' }],
    ['an unknown survey', { where: { survey: 'none' } }, { code: 'BAD_USER_INPUT', field: 'where.survey' }],
    [
      'a period upside down',
      { during: { from: '2026-02-01', to: '2026-01-01' } },
      { code: 'BAD_USER_INPUT', field: 'during.from' },
    ],
    [
      'a grouping that most of it does not have',
      { key: 'loyal', by: ['CHANNEL'] },
      { code: 'BAD_USER_INPUT', field: 'by' },
    ],
    [
      'a filter that most of it does not have',
      { key: 'loyal', where: { channel: ['CHAT'] } },
      { code: 'BAD_USER_INPUT', field: 'where.channel' },
    ],
  ])('%s', async (_, variables, expected) => {
    const { errors } = await server.ask(ASK, { during: SPRING, ...variables });
    expect(errors?.[0]?.extensions).toMatchObject(expected);
  });

  it('mixed scales, naming the component', async () => {
    const { world } = server;
    const question = { key: 'q', text: 'Satisfied?', measure: 'CSAT', scaleMin: 1, scaleMax: 10 } as const;
    await saveSurvey(world.fork(), { key: 'ten', name: 'Ten', kind: 'TOUCHPOINT', questions: [question] });
    await recordSurveyResponses(world.fork(), [
      { id: 'ten', survey: 'ten', respondedAt: new Date(MONTHS[2]!), answers: [{ question: 'q', score: 9 }] },
    ]);
    await refresh(world.sql);
    const { errors } = await server.ask(ASK, { key: 'mixed', during: SPRING });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'MIXED_SCALES', field: 'components.1.where.scale' });
    const narrowed = await server.ask(ASK, { key: 'mixed', during: SPRING, where: { survey: 'own' } });
    expect(narrowed.errors).toBeUndefined();
  });
});
