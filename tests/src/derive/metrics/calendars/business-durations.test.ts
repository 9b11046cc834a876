// Durations in business hours: the SQL against a walk through the days, and counted anew when the calendar changes.
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type BusinessCalendar,
  type BusinessHours,
  DAYS_OF_WEEK,
  minutesOf,
} from '../../../../../src/derive/metrics/calendars/calendar.ts';
import { areOpeningsStale } from '../../../../../src/derive/metrics/calendars/renew-openings.ts';
import { deleteCalendar, saveCalendar } from '../../../../../src/derive/metrics/calendars/stored.ts';
import { readMetric } from '../../../../../src/derive/metrics/report.ts';
import { checkFigures } from '../../../../../src/derive/refresh/check.ts';
import { isRefreshDue, refresh } from '../../../../../src/derive/refresh/refresh.ts';
import { businessSeconds } from '../../../../support/business-time.ts';
import { createTestContext, type TestContext } from '../../../../support/context.ts';
import { insert, insertConnection, insertInteraction } from '../../../../support/rows.ts';

const NOW = new Date('2026-06-01T00:00:00Z');
const HOUR = 3_600_000;
const SHOWN = { minReport: 1, minReliable: 2 };

let world: TestContext;
let source: number;
let customer: number;
beforeAll(async () => {
  world = await createTestContext({ now: () => NOW });
  source = await insertConnection(world.sql, 'desk');
  customer = await insert(world.sql, 'customer', { display_name: 'Ada' });
});
afterAll(() => world.close());
afterEach(async () => {
  await world.sql.query('delete from business_calendar');
  await world.sql.query('delete from interaction');
  await world.sql.query(`insert into change_mark (subject) select subject from metric_fact`);
  await refresh(world.sql, { now: NOW });
});

interface Span {
  readonly kind: 'SUPPORT_CASE' | 'CALL';
  readonly from: Date;
  readonly to: Date;
}

/** A case is answered and resolved when the span ends; of a call it is the length. */
async function put({ kind, from, to }: Span, owner: number | null = customer): Promise<number> {
  const isCase = kind === 'SUPPORT_CASE';
  const id = await insertInteraction(world.sql, source, {
    customer_id: owner,
    kind,
    occurred_at: from,
    first_response_at: isCase ? to : null,
    resolved_at: isCase ? to : null,
    duration_seconds: isCase ? null : (to.getTime() - from.getTime()) / 1000,
  });
  await world.sql.query('insert into change_mark (subject) values ($1)', [owner ?? -id]);
  return id;
}

const facts = () =>
  world.sql.query<{ source_id: number; kind: string; at: Date; value: number }>(
    `select source_id, kind, at, value from metric_fact where kind like 'BUSINESS_%' order by source_id, kind`,
  );

/** Days around which clocks jump: an hour, half an hour, at midnight, a whole day. */
const JUMPS = [
  ['Europe/Berlin', '2026-03-29'],
  ['Europe/Berlin', '2025-10-26'],
  ['America/Havana', '2026-03-08'],
  ['America/Havana', '2025-11-02'],
  ['America/Sao_Paulo', '2018-11-04'],
  ['America/Sao_Paulo', '2018-02-17'],
  ['America/St_Johns', '2010-11-07'],
  ['Australia/Lord_Howe', '2026-04-05'],
  ['Pacific/Apia', '2011-12-30'],
] as const;

const shown = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
/** Cut points of a day, in pairs: hours that do not overlap. */
const dayHours = fc
  .uniqueArray(fc.integer({ min: 0, max: 96 }), { maxLength: 6 })
  .map(cuts => cuts.sort((a, b) => a - b).map(cut => cut * 15))
  .map(cuts => cuts.flatMap((from, i) => (i % 2 === 0 && cuts[i + 1] ? [[shown(from), shown(cuts[i + 1]!)]] : [])));
const week = fc
  .tuple(dayHours, fc.subarray([...DAYS_OF_WEEK], { minLength: 1 }), dayHours)
  .map(([most, days, others]): BusinessHours[] => {
    const rest = DAYS_OF_WEEK.filter(day => !days.includes(day));
    return [
      ...most.map(([from, to]) => ({ days, from: from!, to: to! })),
      ...(rest.length > 0 ? others.map(([from, to]) => ({ days: rest, from: from!, to: to! })) : []),
    ];
  });
/** In seconds, before and after the jump. */
const moment = fc.oneof(fc.integer({ min: -90_000, max: 180_000 }), fc.integer({ min: -5_000_000, max: 5_000_000 }));
const span = fc.record({
  kind: fc.constantFrom('SUPPORT_CASE' as const, 'CALL' as const),
  ends: fc.tuple(moment, moment),
  millis: fc.integer({ min: 0, max: 999 }),
});

/** As the definition says it. */
function expected(calendar: BusinessCalendar, { kind, from, to }: Span): { kind: string; at: Date; value: number }[] {
  if (calendar.hours.length === 0) return [];
  const value = businessSeconds(
    {
      timeZone: calendar.timeZone,
      week: DAYS_OF_WEEK.map(day =>
        calendar.hours
          .filter(({ days }) => days.includes(day))
          .map(({ from, to }) => ({ from: minutesOf(from), to: minutesOf(to) })),
      ),
      holidays: new Set(calendar.holidays),
    },
    from,
    to,
  );
  if (kind === 'CALL') return [{ kind: 'BUSINESS_HANDLE', at: from, value }];
  return [
    { kind: 'BUSINESS_FIRST_RESPONSE', at: from, value },
    { kind: 'BUSINESS_RESOLUTION', at: to, value },
  ];
}

it('are what a walk through the days gives, for any week, holidays and clocks', async () => {
  const given = fc.record({
    jump: fc.constantFrom(...JUMPS),
    hours: week,
    closed: fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 3 }),
    spans: fc.array(span, { minLength: 1, maxLength: 12 }),
  });
  await fc.assert(
    fc.asyncProperty(given, async ({ jump: [timeZone, day], hours, closed, spans }) => {
      const near = (seconds: number) => new Date(Date.parse(`${day}T00:00Z`) + seconds * 1000);
      const holidays = closed.map(days =>
        near(days * 86_400)
          .toISOString()
          .slice(0, 10),
      );
      await world.sql.query('delete from interaction');
      await world.sql.query(`insert into change_mark (subject) select subject from metric_fact`);
      const calendar = await saveCalendar(world.ctx, { key: 'default', timeZone, hours, holidays });
      const stored: { source_id: number; kind: string; at: Date; value: number }[] = [];
      for (const { kind, ends, millis } of spans) {
        const [lo, hi] = [near(Math.min(...ends)), near(Math.max(...ends))];
        const one = { kind, from: lo, to: new Date(hi.getTime() + millis) };
        const id = await put(one, stored.length % 2 ? null : customer);
        stored.push(...expected(calendar, one).map(fact => ({ source_id: id, ...fact })));
      }
      await refresh(world.sql, { now: NOW });
      expect(await facts()).toEqual(stored);
    }),
    { numRuns: 15, seed: 11 },
  );
}, 60_000);

const office = {
  key: 'default',
  timeZone: 'Europe/Berlin',
  hours: [{ days: DAYS_OF_WEEK.slice(0, 5), from: '09:00', to: '18:00' }],
};
const values = async () => (await facts()).map(({ value }) => value / 60);
const across = (from: string, to: string, kind: Span['kind'] = 'CALL') => ({
  kind,
  from: new Date(from),
  to: new Date(to),
});

describe('what is known of', () => {
  it.each([
    ['a weekend', across('2026-02-06T17:30+01:00', '2026-02-09T09:15+01:00'), [45]],
    ['a night', across('2026-02-09T20:00+01:00', '2026-02-10T08:00+01:00'), [0]],
    ['the first moment of 2000', across('2000-01-01T00:00+01:00', '2000-01-03T10:00+01:00'), [60]],
    ['the moment before', across('1999-12-31T23:59:59.999+01:00', '2000-01-03T10:00+01:00'), []],
    ['more than 20 years from now', across('2026-05-01T00:00Z', '2047-01-01T00:00+01:00'), []],
    ['a call that lasts for ever', across('2026-05-01T00:00Z', '+033658-09-27T00:00Z'), []],
  ])('%s', async (_, given, minutes) => {
    await saveCalendar(world.ctx, office);
    await put(given);
    await refresh(world.sql, { now: NOW });
    expect(await values()).toEqual(minutes);
  });

  it('a week that is open all the time is the time itself', async () => {
    await saveCalendar(world.ctx, { ...office, hours: [{ days: DAYS_OF_WEEK, from: '00:00', to: '24:00' }] });
    await put(across('2026-03-28T00:00Z', '2026-10-29T00:00Z'));
    await refresh(world.sql, { now: NOW });
    const [row] = await world.sql.query('select count(*) as rows from business_open');
    expect([await values(), row]).toEqual([[215 * 24 * 60], { rows: 2 }]);
  });
});

describe('when the default calendar changes', () => {
  const told: unknown[] = [];
  const log = {
    info: (...line: unknown[]) => void told.push(line),
    warn: (...line: unknown[]) => void told.push(line),
  };
  const refreshed = async () => {
    told.length = 0;
    await refresh(world.sql, { now: NOW, log });
    return { values: await values(), told: [...told], due: await isRefreshDue(world.sql, NOW) };
  };
  const said = (subjects: number) => [[expect.stringContaining('counted anew'), { subjects }]];

  it('all are counted anew, the refresh says so, and it is known that one is due', async () => {
    await put(across('2026-02-06T17:30+01:00', '2026-02-09T09:15+01:00', 'SUPPORT_CASE'));
    await put(across('2026-02-09T17:59+01:00', '2026-02-09T18:10+01:00'), null);
    expect(await refreshed()).toEqual({ values: [], told: [], due: false });
    await saveCalendar(world.ctx, office);
    expect(await isRefreshDue(world.sql, NOW)).toBe(true);
    expect(await refreshed()).toEqual({ values: [45, 45, 1], told: said(2), due: false });
    // What has nothing to do with hours changes nothing.
    await saveCalendar(world.ctx, { ...office, weekStart: 'SUNDAY', fiscalYearStart: 4 });
    await saveCalendar(world.ctx, { ...office, key: 'other', holidays: ['2026-02-09'] });
    expect(await isRefreshDue(world.sql, NOW)).toBe(false);
    await saveCalendar(world.ctx, { ...office, holidays: ['2026-02-09'] });
    expect(await refreshed()).toEqual({ values: [30, 30, 0], told: said(2), due: false });
    expect(await checkFigures(world.sql, { now: NOW })).toMatchObject({ wrongFacts: 0, wrongRollups: 0 });
    await saveCalendar(world.ctx, { ...office, hours: [] });
    expect(await refreshed()).toEqual({ values: [], told: said(2), due: false });
    await saveCalendar(world.ctx, office);
    expect((await refreshed()).values).toEqual([45, 45, 1]);
    await deleteCalendar(world.ctx, 'default');
    expect(await refreshed()).toEqual({ values: [], told: said(2), due: false });
    expect(await world.sql.query('select from business_open')).toEqual([]);
  });

  it('and before what is written out ends, it is written out further', async () => {
    await saveCalendar(world.ctx, office);
    await put(across('2026-02-06T17:30+01:00', '2026-02-09T09:15+01:00'));
    await refreshed();
    const end = async () => (await world.sql.one<{ at: Date }>('select max(opens_at) as at from business_open'))!.at;
    expect(await end()).toEqual(new Date('2047-01-01T00:00+01:00'));
    const later = new Date('2036-01-01T00:00:00Z');
    expect([
      await areOpeningsStale(world.sql, new Date('2035-12-31T00:00:00Z')),
      await areOpeningsStale(world.sql, later),
    ]).toEqual([false, true]);
    await refresh(world.sql, { now: later });
    expect([await end(), await values()]).toEqual([new Date('2057-01-01T00:00+01:00'), [45]]);
  });

  it('a count of everything goes by it too, without marking anybody', async () => {
    await put(across('2026-02-06T17:30+01:00', '2026-02-09T09:15+01:00'));
    await refreshed();
    await saveCalendar(world.ctx, office);
    told.length = 0;
    await refresh(world.sql, { now: NOW, anew: true, log });
    expect([await values(), told]).toEqual([[45], []]);
  });
});

it('stand in reports beside those of the clock, and are null without a calendar', async () => {
  for (let day = 2; day < 7; day += 1)
    await put(
      across(`2026-02-0${day}T18:00+01:00`, `2026-02-${String(day + 1).padStart(2, '0')}T10:00+01:00`, 'SUPPORT_CASE'),
    );
  await refresh(world.sql, { now: NOW });
  const ctx = { ...world.ctx, reporting: SHOWN };
  const during = { from: '2026-02-01', to: '2026-02-28', timeZone: 'Europe/Berlin' };
  const asked = async (metric: 'FIRST_RESPONSE_TIME' | 'BUSINESS_FIRST_RESPONSE_TIME') => {
    const { groups } = await readMetric(ctx, metric, { during });
    return [groups[0]!.total.value, groups[0]!.total.n];
  };
  expect([await asked('FIRST_RESPONSE_TIME'), await asked('BUSINESS_FIRST_RESPONSE_TIME')]).toEqual([
    [(16 * HOUR) / 1000, 5],
    [null, 0],
  ]);
  await saveCalendar(world.ctx, office);
  await refresh(world.sql, { now: NOW });
  // On four mornings an hour; on Saturday nobody is there.
  expect([await asked('FIRST_RESPONSE_TIME'), await asked('BUSINESS_FIRST_RESPONSE_TIME')]).toEqual([
    [(16 * HOUR) / 1000, 5],
    [(0.8 * HOUR) / 1000, 5],
  ]);
});
