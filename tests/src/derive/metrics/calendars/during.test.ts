// Periods that name a business calendar, over HTTP: what they take from it, and wherever a period is asked for.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saveCalendar } from '../../../../../src/derive/metrics/calendars/stored.ts';
import { refresh } from '../../../../../src/derive/refresh/refresh.ts';
import { saveSegment } from '../../../../../src/derive/segments/save.ts';
import { insert, insertConnection, insertInteraction } from '../../../../support/rows.ts';
import { startTestServer, type TestServer } from '../../../../support/serve.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  const { sql, ctx } = server.world;
  await saveCalendar(ctx, {
    key: 'shops',
    timeZone: 'Asia/Tokyo',
    weekStart: 'SUNDAY',
    fiscalYearStart: 4,
    hours: [],
  });
  const source = await insertConnection(sql, 'desk');
  const customer = await insert(sql, 'customer', { country: 'DE' });
  // In Tokyo the first day of the fiscal year, elsewhere the last of the one before.
  await insertInteraction(sql, source, {
    ...{ customer_id: customer, kind: 'SUPPORT_CASE', occurred_at: '2025-03-31T15:00:00Z' },
  });
  await saveSegment(ctx, { key: 'all', name: 'All', rule: { field: { field: 'COUNTRY', is: { eq: 'DE' } } } });
  await refresh(sql, { anew: true });
});
afterAll(() => server.close());

const points = async (during: string, every = 'QUARTER') => {
  const { data, errors } = await server.ask(
    `{ metric(metric: CASE_VOLUME, during: ${during}, every: ${every}) { groups { points { start end value { n } } } } }`,
  );
  if (errors) return errors.map(({ extensions }) => extensions.field);
  const [group] = (data as unknown as { metric: { groups: { points: Point[] }[] } }).metric.groups;
  return group!.points.map(({ start, end, value }) => `${start} ${end} ${value.n}`);
};
interface Point {
  readonly start: string;
  readonly end: string;
  readonly value: { readonly n: number };
}

describe('a period', () => {
  it('takes time zone and fiscal year from its calendar', async () => {
    expect(await points('{ fiscalYear: 2025, calendar: "shops" }')).toEqual([
      '2025-04-01 2025-06-30 1',
      '2025-07-01 2025-09-30 0',
      '2025-10-01 2025-12-31 0',
      '2026-01-01 2026-03-31 0',
    ]);
    expect(await points('{ fiscalYear: 2024, quarter: 4, calendar: "shops" }')).toEqual(['2025-01-01 2025-03-31 0']);
    expect(await points('{ from: "2025-03-01", to: "2025-05-31", calendar: "shops" }', 'YEAR')).toEqual([
      '2025-03-01 2025-03-31 0',
      '2025-04-01 2025-05-31 1',
    ]);
  });

  it('takes the week start, and gives its own before', async () => {
    const week = '{ from: "2025-03-31", to: "2025-04-06", calendar: "shops"';
    expect(await points(`${week} }`, 'WEEK')).toEqual(['2025-03-31 2025-04-05 1', '2025-04-06 2025-04-06 0']);
    expect(await points(`${week}, weekStart: MONDAY }`, 'WEEK')).toEqual(['2025-03-31 2025-04-06 1']);
    const utc = '{ fiscalYear: 2025, quarter: 1, calendar: "shops", timeZone: "UTC" }';
    expect(await points(utc)).toEqual(['2025-04-01 2025-06-30 0']);
  });

  it('without a calendar has the years of the default one, where there is one', async () => {
    const year = () => points('{ fiscalYear: 2025 }', 'YEAR');
    expect(await year()).toEqual(['2025-01-01 2025-12-31 1']);
    await saveCalendar(server.world.ctx, { key: 'default', timeZone: 'Asia/Tokyo', fiscalYearStart: 2 });
    expect(await year()).toEqual(['2025-02-01 2026-01-31 1']);
    // Nothing else does.
    expect(await points('{ from: "2025-01-01", to: "2025-12-31" }', 'YEAR')).toEqual(['2025-01-01 2025-12-31 1']);
    await server.world.sql.query(`delete from business_calendar where key = 'default'`);
  });
});

describe('a calendar that is not there is refused', () => {
  const during = '{ previous: MONTH, calendar: "none" }';
  it.each([
    ['metric', `metric(metric: NPS, during: ${during}) { asOf }`, 'during.calendar'],
    [
      'its comparison',
      `metric(metric: NPS, during: { previous: MONTH }, compareTo: { period: ${during} }) { asOf }`,
      'compareTo.period.calendar',
    ],
    ['metricRows', `metricRows(metric: NPS, during: ${during}) { totalCount }`, 'during.calendar'],
    ['cxIndex', `cxIndex(during: ${during}) { asOf }`, 'during.calendar'],
    ['drivers', `drivers(of: NPS, during: ${during}) { n }`, 'during.calendar'],
    ['growth', `segments { growth(during: ${during}, every: DAY) { start } }`, 'during.calendar'],
    ['a metric of a segment', `segments { metric(metric: NPS, during: ${during}) { n } }`, 'during.calendar'],
    ['map', `journeys { map(during: ${during}) { entered } }`, 'during.calendar'],
    ['paths', `journeys { paths(during: ${during}) { customers } }`, 'during.calendar'],
  ])('by %s', async (_, field, place) => {
    const { errors } = await server.ask(`{ ${field} }`);
    expect(errors?.[0]).toMatchObject({
      message: expect.stringContaining('no calendar "none"'),
      extensions: { code: 'BAD_USER_INPUT', field: place },
    });
  });
});

it('costs one statement, and none where no calendar can matter', async () => {
  const count = async (during: string) => {
    server.world.statements.length = 0;
    await points(during);
    return server.world.statements.length;
  };
  const plain = await count('{ from: "2025-04-01", to: "2026-03-31" }');
  expect(await count('{ fiscalYear: 2025, calendar: "shops" }')).toBe(plain + 1);
  expect(await count('{ fiscalYear: 2025 }')).toBe(plain + 1);
});
