// A report as a whole: how many statements it takes, what it withholds, how it names groups and treats odd calendars.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readMetric } from '../../../../src/derive/metrics/report.ts';
import type { ReportRequest } from '../../../../src/derive/metrics/request.ts';
import { refresh } from '../../../../src/derive/refresh/refresh.ts';
import { createTestContext, type TestContext } from '../../../support/context.ts';
import { insert, insertConnection, insertInteraction, insertResponse, insertSurvey } from '../../../support/rows.ts';

const NOW = new Date('2026-07-01T12:00:00Z');
const YEAR = { from: '2026-01-01', to: '2026-12-31' };
let world: TestContext;
let account: number;

/** Of each country so many customers, each with one answer; `score` by place. */
const COUNTRIES = { DE: 40, FR: 5, AT: 4, CH: 1 } as const;

beforeAll(async () => {
  world = await createTestContext({ now: () => NOW });
  const { sql } = world;
  const source = await insertConnection(sql, 'hubspot', { name: 'Our HubSpot' });
  account = await insert(sql, 'account', { name: 'Acme', industry: 'Bank' });
  const { survey, nps } = await insertSurvey(sql, 'relationship');
  for (const [country, count] of Object.entries(COUNTRIES)) {
    for (let i = 0; i < count; i++) {
      const customer = { display_name: `${country} ${i}`, country, account_id: i === 0 ? account : null };
      const customer_id = await insert(sql, 'customer', customer);
      const values = { survey_id: survey, customer_id, responded_at: '2026-03-10T12:30:00Z' };
      const answer = { question_id: nps, question_key: 'nps', score: i % 4 === 0 ? 3 : 10 };
      await insertResponse(sql, source, values, [answer]);
      if (country === 'FR')
        await insertResponse(sql, source, { ...values, responded_at: '2026-02-10T12:30:00Z' }, [answer]);
      const purchase = { kind: 'PURCHASE', customer_id, amount: 10 + i, currency: 'EUR' };
      await insertInteraction(sql, source, { ...purchase, occurred_at: '2026-03-10T12:30:00Z' });
    }
  }
  // One customer of Switzerland answers often, which makes many answers and still one customer.
  const [swiss] = await sql.query<{ id: number }>(`select id from customer where country = 'CH'`);
  for (let i = 0; i < 9; i++) {
    const values = { survey_id: survey, customer_id: swiss!.id, responded_at: '2026-03-11T12:30:00Z' };
    await insertResponse(sql, source, values, [{ question_id: nps, question_key: 'nps', score: 10 }]);
  }
  await refresh(sql, { anew: true });
});
afterAll(() => world.close());

const read = (request: ReportRequest, metric: 'NPS' | 'REVENUE' | 'CHURN_RATE' = 'NPS') =>
  readMetric(world.fork(), metric, request);

describe('statements', () => {
  /** Without the two that open the snapshot. */
  async function statementsOf(request: ReportRequest, metric?: 'NPS' | 'REVENUE' | 'CHURN_RATE'): Promise<string[]> {
    world.statements.length = 0;
    await read(request, metric);
    const [level, asOf, ...rest] = [...world.statements];
    expect(level).toContain('repeatable read');
    expect(asOf).toContain('as_of');
    return rest;
  }
  const everything = { every: 'MONTH', compareTo: 'PREVIOUS_YEAR' } as const;

  it('are two for a total, and for two years by month with a comparison: sums, and what each customer did', async () => {
    expect(await statementsOf({ during: YEAR })).toHaveLength(2);
    const many = await statementsOf({ during: { from: '2025-01-01', to: '2026-12-31' }, ...everything });
    expect(many).toHaveLength(2);
    expect(many[0]).toContain('metric_rollup');
    expect(many[0]).not.toContain('metric_fact');
    expect(many[1]).toContain('f.subject');
  });

  it('are three more to count people where there may be too few', async () => {
    const [counts, ...people] = await statementsOf({ during: YEAR, by: ['COUNTRY'], ...everything });
    expect(counts).toContain('metric_rollup');
    expect(people).toEqual(
      ['ready', 'metric_chunk', 'metric_code', 'f.subject'].map(text => expect.stringContaining(text)),
    );
  });

  it('are one more for names, however many groups there are', async () => {
    const found = await statementsOf({ during: YEAR, by: ['SURVEY', 'SOURCE'] });
    expect(found).toHaveLength(3);
    expect(found[0]).toContain('metric_rollup');
  });

  it('read columns where no rollups know the dimension', async () => {
    const asked = { during: YEAR, by: ['ACCOUNT'], every: 'MONTH' } as const;
    const found = await statementsOf(asked);
    // The counts, the people of the small groups, the accounts' names, and what each customer did.
    const columns = ['ready', 'metric_chunk', 'metric_code'];
    expect(found).toEqual([...columns, ...columns, 'account', 'f.subject'].map(text => expect.stringContaining(text)));
    expect(found.slice(0, -1).join()).not.toMatch(/metric_rollup|metric_fact/);
  });

  it('read facts where the columns are not there yet', async () => {
    const asked = { during: YEAR, by: ['ACCOUNT'] } as const;
    const before = await read(asked);
    // Before the recount that fills them, and where they lack one that is asked for since.
    await world.sql.query(`update setting set value = value - 0 where key = 'columns'`);
    expect((await statementsOf(asked)).filter(text => text.includes('metric_fact'))).toHaveLength(3);
    expect((await read(asked)).groups).toEqual(before.groups);
    await refresh(world.sql, { anew: true });
    // What each customer did is always told by facts.
    expect((await statementsOf(asked)).filter(text => text.includes('metric_fact'))).toHaveLength(1);
  });

  it('are one more to check names in the filter', async () => {
    const found = await statementsOf({ during: YEAR, where: { survey: 'relationship', source: ['hubspot'] } });
    expect(found).toHaveLength(3);
  });

  it('are one for customers, whose periods do not add up', async () => {
    expect(
      await statementsOf({ during: YEAR, every: 'MONTH', compareTo: 'PREVIOUS_PERIOD' }, 'CHURN_RATE'),
    ).toHaveLength(1);
  });
});

describe('the privacy floor', () => {
  it('withholds what fewer than five customers said, however many answers they gave', async () => {
    const { groups } = await read({ during: YEAR, by: ['COUNTRY'] });
    const shown = groups.map(({ by, total }) => [
      by[0]!.key,
      total.n,
      total.suppressed,
      total.value !== null,
      total.reliable,
    ]);
    expect(shown).toEqual([
      ['DE', 40, false, true, true],
      ['CH', 10, true, false, false],
      ['FR', 10, false, true, false],
      ['AT', 4, true, false, false],
    ]);
    const swiss = groups.find(({ by }) => by[0]!.key === 'CH')!;
    expect(swiss.total).toMatchObject({ interval: null, distribution: null, detectableChange: null, median: null });
  });

  it('is moved by the setting', async () => {
    const ctx = { ...world.fork(), reporting: { minReport: 1, minReliable: 4 } };
    const { groups } = await readMetric(ctx, 'NPS', { during: YEAR, by: ['COUNTRY'] });
    expect(groups.map(({ total }) => [total.suppressed, total.reliable])).toEqual([
      [false, true],
      // Ten answers of one customer tell as much as one.
      [false, false],
      [false, true],
      [false, true],
    ]);
  });

  it('withholds medians of money as well', async () => {
    const { groups } = await read({ during: YEAR, by: ['COUNTRY'], where: { country: ['AT'] } }, 'REVENUE');
    expect(groups[0]!.total).toMatchObject({ n: 4, value: null, median: null, p90: null, suppressed: true });
  });
});

it('names groups as filters take them, and for people', async () => {
  const { groups } = await read({ during: YEAR, by: ['SURVEY', 'SOURCE', 'ACCOUNT'] });
  const first = groups.find(({ by }) => by[2]!.key !== '')!;
  expect(first.by).toEqual([
    { dimension: 'SURVEY', key: 'relationship', label: 'relationship' },
    { dimension: 'SOURCE', key: 'hubspot', label: 'Our HubSpot' },
    { dimension: 'ACCOUNT', key: `account_${account}`, label: 'Acme' },
  ]);
  const same = await read({ during: YEAR, where: { account: first.by[2]!.key, survey: first.by[0]!.key } });
  expect(same.groups[0]!.total.n).toBe(first.total.n);
  expect(groups.find(({ by }) => by[2]!.key === '')!.by[2]).toEqual({ dimension: 'ACCOUNT', key: '', label: '(none)' });
});

it('corrects many comparisons, and says so', async () => {
  const one = await read({ during: { from: '2026-03-01', to: '2026-03-31' }, compareTo: 'PREVIOUS_PERIOD' });
  expect(one.groups[0]!.comparison!.method).not.toContain('Holm');
  const many = await read({ during: { from: '2026-01-01', to: '2026-06-30' }, by: ['COUNTRY'], compareTo: 'OVERALL' });
  const tested = many.groups.filter(({ comparison }) => comparison!.pValue !== null);
  expect(tested).toHaveLength(2);
  for (const { comparison } of tested) {
    expect(comparison!.method).toContain('corrected for 2 comparisons (Holm)');
    expect(comparison!.method).toContain('everyone who is not in the group');
    expect(comparison!.baseline.n).toBe(64);
  }
});

it('is exact as of now without marks, and as of the last refresh with them', async () => {
  const before = await read({ during: YEAR });
  expect(Math.abs(before.asOf.getTime() - Date.now())).toBeLessThan(60_000);
  const [customer] = await world.sql.query<{ id: number }>('select id from customer limit 1');
  await world.sql.query('insert into change_mark (subject) values ($1)', [customer!.id]);
  const [stored] = await world.sql.query<{ at: string }>(
    `select value ->> 'asOf' as at from setting where key = 'refresh'`,
  );
  expect((await read({ during: YEAR })).asOf).toEqual(new Date(stored!.at));
  await refresh(world.sql);
});

it('knows of a day that a zone left out, and of days of 23 and 25 hours', async () => {
  const { sql } = world;
  const [source] = await sql.query<{ id: number }>(`select id from connection where key = 'hubspot'`);
  const cases = [
    '2011-12-30T09:59:59Z',
    '2011-12-30T10:00:00Z',
    '2026-03-28T23:00:00Z',
    '2026-03-29T21:59:59Z',
    '2026-10-25T22:59:59Z',
  ];
  for (const occurred_at of cases) await insertInteraction(sql, source!.id, { kind: 'SUPPORT_CASE', occurred_at });
  await refresh(sql, { anew: true });
  const days = async (from: string, to: string, timeZone: string) => {
    const { groups } = await readMetric(world.fork(), 'CASE_VOLUME', { during: { from, to, timeZone }, every: 'DAY' });
    return groups[0]!.points.map(({ start, end, value }) => [start, end, value.n]);
  };
  // Samoa went from the 29th to the 31st.
  expect(await days('2011-12-28', '2012-01-01', 'Pacific/Apia')).toEqual([
    ['2011-12-28', '2011-12-28', 0],
    ['2011-12-29', '2011-12-29', 1],
    ['2011-12-31', '2011-12-31', 1],
    ['2012-01-01', '2012-01-01', 0],
  ]);
  expect(await days('2026-03-29', '2026-03-29', 'Europe/Berlin')).toEqual([['2026-03-29', '2026-03-29', 2]]);
  expect(await days('2026-10-25', '2026-10-25', 'Europe/Berlin')).toEqual([['2026-10-25', '2026-10-25', 1]]);
});

it('does not test a period that goes on against one that is over', async () => {
  const { sql } = world;
  const [source] = await sql.query<{ id: number }>(`select id from connection where key = 'hubspot'`);
  const opened = [...Array.from({ length: 30 }, (_, i) => `2026-06-${String(i + 1).padStart(2, '0')}`), '2026-07-01'];
  for (const day of opened)
    await insertInteraction(sql, source!.id, { kind: 'SUPPORT_CASE', occurred_at: `${day}T08:00:00Z` });
  await refresh(sql, { anew: true });
  const ctx = { ...world.fork(), reporting: { minReport: 1, minReliable: 1 } };
  const july = { from: '2026-07-01', to: '2026-07-31' };
  const { groups } = await readMetric(ctx, 'CASE_VOLUME', { during: july, compareTo: 'PREVIOUS_PERIOD' });
  expect(groups[0]!.comparison).toMatchObject({ difference: -29, pValue: null, significant: null });
  expect(groups[0]!.comparison!.notTested).toContain('not over');
  // What has passed of July beside as much of June, by the day: one case in half a day, thirty in thirty.
  const passed = { period: { from: '2026-06-01', to: '2026-06-30' } };
  const rolling = await readMetric(ctx, 'CASE_VOLUME', { during: { last: 'PT12H' }, compareTo: passed });
  expect(rolling.groups[0]!.comparison!.pValue).toBeCloseTo(2 * (1 - (30 / 30.5) ** 31), 6);
});
