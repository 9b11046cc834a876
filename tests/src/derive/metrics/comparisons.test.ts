// What is set beside what: other periods, other filters, points beside points, and what is not tested, with the reason.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readIndex } from '../../../../src/derive/metrics/index/read.ts';
import { saveIndex } from '../../../../src/derive/metrics/index/save.ts';
import type { MetricName } from '../../../../src/derive/metrics/metric.ts';
import { readMetric } from '../../../../src/derive/metrics/report.ts';
import type { ReportRequest } from '../../../../src/derive/metrics/request.ts';
import { refresh } from '../../../../src/derive/refresh/refresh.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { insert, insertConnection, insertInteraction, insertResponse, insertSurvey } from '../../../support/rows.ts';

const NOW = new Date('2026-06-15T12:00:00Z');
let world: TestContext;

/** Of each month, how many of 60 promote; each customer answers twice a month, alike. */
const MONTHS = { '2026-01': 40, '2026-02': 42, '2026-03': 15, '2026-04': 16, '2026-05': 15, '2026-06': 15 };

beforeAll(async () => {
  world = await createTestContext({ now: () => NOW });
  const { sql } = world;
  const source = await insertConnection(sql, 'hubspot');
  const { survey, nps } = await insertSurvey(sql, 'relationship');
  const customers: number[] = [];
  for (let i = 0; i < 60; i++)
    customers.push(await insert(sql, 'customer', { display_name: `C ${i}`, country: i % 2 === 0 ? 'DE' : 'FR' }));
  for (const [month, promoters] of Object.entries(MONTHS))
    for (const [i, customer_id] of customers.entries())
      for (const day of ['03', '05']) {
        const channel = i % 3 === 0 ? 'CHAT' : 'EMAIL';
        const values = { survey_id: survey, customer_id, responded_at: `${month}-${day}T10:00:00Z`, channel };
        const score = (i * 7) % 60 < promoters ? 10 : 3;
        await insertResponse(sql, source, values, [{ question_id: nps, question_key: 'nps', score }]);
      }
  for (let i = 0; i < 160; i++)
    await insertInteraction(sql, source, {
      kind: 'SUPPORT_CASE',
      customer_id: customers[i % 60]!,
      channel: i % 2 === 0 ? 'CHAT' : 'PHONE',
      occurred_at: `2026-0${1 + (i % 4)}-10T08:00:00Z`,
      // The median of chat is an hour, that of the phone four; one chat in ten waits for a month.
      first_response_at: new Date(
        Date.UTC(2026, i % 4, 10, 8) +
          (i % 2 === 1 ? 4 + (i % 7) / 10 : i % 20 === 0 ? 720 : 1 + (i % 7) / 10) * 3_600_000,
      ).toISOString(),
    });
  await refresh(sql, { anew: true });
  await saveIndex(world.fork(), { key: 'nps', name: 'NPS alone', components: [{ metric: 'NPS', weight: 1 }] });
});
afterAll(() => world.close());

const SPRING = { from: '2026-01-01', to: '2026-05-31' };
const read = async (request: Partial<ReportRequest>, metric: MetricName = 'NPS') =>
  (await readMetric(world.fork(), metric, { during: SPRING, ...request })).groups;

describe('points', () => {
  it('are complete or not, and stand beside the one before where that is asked for', async () => {
    const during = { from: '2026-01-01', to: '2026-06-30' };
    const [group] = await read({ during, every: 'MONTH', comparePoints: true });
    expect(group!.points.map(({ complete }) => complete)).toEqual([true, true, true, true, true, false]);
    const [first, ...others] = group!.points.map(({ comparison }) => comparison);
    expect(first).toBeNull();
    expect(others.map(one => one!.significant)).toEqual([false, true, false, false, null]);
    expect(others.map(one => one!.difference! > -0.001 && one!.difference! < 7)).toEqual([
      true,
      false,
      true,
      false,
      true,
    ]);
    expect(others[4]).toMatchObject({ pValue: null, notTested: expect.stringContaining('not over') });
    expect(others[0]!.method).toContain('corrected for 4 comparisons (Holm)');
    expect(others[0]!.baseline).toEqual(group!.points[0]!.value);
    // Nobody asked: nothing is tested.
    expect((await read({ during, every: 'MONTH' }))[0]!.points.every(({ comparison }) => comparison === null)).toBe(
      true,
    );
  });

  it('that a rolling window cuts are not complete', async () => {
    const [group] = await read({ during: { last: 'P3M' }, every: 'MONTH', comparePoints: true });
    expect(group!.points.map(({ start, complete }) => [start, complete])).toEqual([
      ['2026-03-15', false],
      ['2026-04-01', true],
      ['2026-05-01', true],
      ['2026-06-01', false],
    ]);
    expect(group!.points.map(({ comparison }) => comparison?.notTested?.slice(0, 11) ?? null)).toEqual([
      null,
      'One side ha',
      null,
      'One side is',
    ]);
  });

  it('are corrected together with the totals', async () => {
    const [alone] = await read({ during: { from: '2026-03-01', to: '2026-05-31' }, compareTo: 'PREVIOUS_PERIOD' });
    const request = { every: 'MONTH', compareTo: { period: { from: '2026-01-01', to: '2026-02-28' } } } as const;
    const [both] = await read({ during: { from: '2026-03-01', to: '2026-05-31' }, ...request, comparePoints: true });
    expect(alone!.comparison!.method).not.toContain('Holm');
    expect(both!.comparison!.method).toContain('corrected for 3 comparisons (Holm)');
    expect(both!.comparison!.pValue).toBeGreaterThan(0);
  });
});

describe('any period and any filter', () => {
  it('gives the baseline that a report of its own gives', async () => {
    const winter = { from: '2026-01-01', to: '2026-02-28' };
    const [group] = await read({ compareTo: { period: winter }, by: ['COUNTRY'] });
    const own = await read({ during: winter, by: ['COUNTRY'] });
    const same = own.find(({ by }) => by[0]!.key === group!.by[0]!.key)!;
    expect(group!.comparison!.baseline).toMatchObject({ value: same.total.value, n: same.total.n });
    const [chat] = await read({ where: { channel: ['CHAT'] }, compareTo: { where: { channel: ['EMAIL'] } } });
    const [email] = await read({ where: { channel: ['EMAIL'] } });
    expect(chat!.comparison!.baseline).toEqual(email!.total);
    expect(chat!.comparison!.difference).toBeCloseTo(chat!.total.value! - email!.total.value!, 9);
  });

  it('takes what both sides count for what it is: the same', async () => {
    const [same] = await read({ where: { country: ['DE'] }, compareTo: { where: { country: ['DE'] } } });
    expect(same!.comparison).toMatchObject({ difference: 0, pValue: 1, significant: false });
    // Cases cannot be taken apart by customer: disjoint filters are tested, others not.
    const volume = (where: object) => read({ where: { channel: ['CHAT'] }, compareTo: { where } }, 'CASE_VOLUME');
    expect((await volume({ channel: ['PHONE'] }))[0]!.comparison).toMatchObject({
      pValue: expect.any(Number),
      notTested: null,
    });
    expect((await volume({ country: ['DE'] }))[0]!.comparison).toMatchObject({
      pValue: null,
      notTested: expect.stringContaining('same customers'),
    });
    const overlap = { compareTo: { period: { from: '2026-03-01', to: '2026-06-01' } } };
    expect((await read(overlap, 'CASE_VOLUME'))[0]!.comparison!.notTested).toContain('same customers');
  });

  it('compares medians where medians stand first', async () => {
    const request = { where: { channel: ['CHAT'] }, compareTo: { where: { channel: ['PHONE'] } } };
    const [group] = await read(request, 'FIRST_RESPONSE_TIME');
    const { comparison, total } = group!;
    // By the mean, chat is slower; by the median it is three hours faster.
    expect(total.value).toBeGreaterThan(comparison!.baseline.value!);
    expect(comparison!.compared).toBe('MEDIAN');
    expect(comparison!.pValue).toBeLessThan(0.001);
    expect(comparison!.difference).toBe(total.median! - comparison!.baseline.median!);
    expect(comparison!.difference! / 3600).toBeLessThan(-2.5);
    expect(total.medianInterval!.low).toBeLessThanOrEqual(total.median!);
    expect(total.medianInterval!.high).toBeLessThan(2 * 3600);
  });

  it('is significant only where both sides are reliable', async () => {
    const ctx = { ...world.fork(), reporting: { minReport: 5, minReliable: 70 } };
    const { groups } = await readMetric(ctx, 'NPS', {
      during: { from: '2026-03-01', to: '2026-03-31' },
      compareTo: { period: { from: '2026-02-01', to: '2026-02-28' } },
    });
    // 120 answers of 60 customers.
    expect(groups[0]!.total).toMatchObject({ n: 120, reliable: false });
    expect(groups[0]!.comparison!.pValue).toBeLessThan(0.001);
    expect(groups[0]!.comparison!.significant).toBeNull();
  });

  it.each([
    ['nothing', {}, 'compareTo'],
    ['two things', { with: 'PREVIOUS_YEAR', where: {} }, 'compareTo'],
    ['a period upside down', { period: { from: '2026-02-01', to: '2026-01-01' } }, 'compareTo.period.from'],
    ['an unknown survey', { where: { survey: 'nope' } }, 'compareTo.where.survey'],
    ['a currency of answers', { where: { currency: 'EUR' } }, 'compareTo.where.currency'],
  ] as const)('refuses %s', async (_, compareTo, field) => {
    await expect(read({ compareTo: compareTo as ReportRequest['compareTo'] })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      details: { field },
    });
  });
});

describe('an index of one metric', () => {
  it('has the interval, n and comparisons of that metric', async () => {
    const request = {
      during: SPRING,
      every: 'MONTH',
      by: ['COUNTRY'],
      compareTo: { where: { channel: ['EMAIL'] } },
      comparePoints: true,
    } as const;
    const ctx = { ...world.fork(), reporting: { minReport: 5, minReliable: 25 } };
    const { groups: metric } = await readMetric(ctx, 'NPS', request);
    const { groups } = await readIndex(ctx, { key: 'nps', ...request });
    expect(groups).toHaveLength(2);
    const onScale = (points: number) => (points + 100) / 2;
    for (const [i, group] of groups.entries()) {
      const values = (one: {
        total: object;
        points: readonly { value: object }[];
        comparison: { baseline: object } | null;
      }) =>
        [one.total, ...one.points.map(({ value }) => value), one.comparison!.baseline] as {
          value: number;
          n: number;
          interval: { low: number; high: number };
        }[];
      const own = values(metric[i]!);
      for (const [at, value] of values(group).entries()) {
        expect(value.n).toBe(own[at]!.n);
        expect(value.value).toBeCloseTo(onScale(own[at]!.value), 9);
        expect(value.interval.low).toBeCloseTo(onScale(own[at]!.interval.low), 9);
        expect(value.interval.high).toBeCloseTo(onScale(own[at]!.interval.high), 9);
      }
      const found = (points: readonly { comparison: { significant: boolean | null } | null }[]) =>
        points.slice(1, 3).map(({ comparison }) => comparison!.significant);
      expect(found(group.points)).toEqual(found(metric[i]!.points));
    }
    expect(metric[0]!.total.designEffect).toBeGreaterThan(1.5);
  });
});
