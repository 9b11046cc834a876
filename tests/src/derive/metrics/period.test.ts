// Periods of the calendar: the last whole one before now, and weeks that begin on the day asked for.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Granularity, Weekday } from '../../../../src/base/time/calendar.ts';
import { bucketsOf, countBuckets, parsePeriod, previousPeriod } from '../../../../src/derive/metrics/period.ts';

const EVERY: readonly Granularity[] = ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'];
/** By the number that Date has for it. */
const WEEKDAYS: Readonly<Record<Weekday, number>> = { MONDAY: 1, SATURDAY: 6, SUNDAY: 0 };
/** Clocks that jump at night, at midnight, by half an hour, and a zone that skipped 30 December 2011. */
const ZONES = ['UTC', 'Europe/Berlin', 'America/Havana', 'America/Sao_Paulo', 'Australia/Lord_Howe', 'Pacific/Apia'];
const every = fc.constantFrom(...EVERY);
const weekStart = fc.constantFrom(...(Object.keys(WEEKDAYS) as Weekday[]));
const timeZone = fc.constantFrom(...ZONES);
const moment = fc.date({ min: new Date('2010-01-01'), max: new Date('2027-01-01'), noInvalidDate: true });
const weekday = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay();
const localDay = (at: number, zone: string) => new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(at);

describe('the last whole period', () => {
  it.each([
    ['DAY', 'MONDAY', '2026-03-29', '2026-03-29'],
    ['WEEK', 'MONDAY', '2026-03-23', '2026-03-29'],
    ['WEEK', 'SUNDAY', '2026-03-22', '2026-03-28'],
    ['WEEK', 'SATURDAY', '2026-03-21', '2026-03-27'],
    ['MONTH', 'MONDAY', '2026-02-01', '2026-02-28'],
    ['QUARTER', 'MONDAY', '2025-10-01', '2025-12-31'],
    ['YEAR', 'MONDAY', '2025-01-01', '2025-12-31'],
  ] as const)('%s with weeks from %s is %s to %s, on Monday 30 March 2026 in Berlin', (previous, first, start, end) => {
    const now = new Date('2026-03-29T22:30:00Z');
    const period = parsePeriod({ previous, weekStart: first, timeZone: 'Europe/Berlin' }, now);
    expect(period).toMatchObject({ start, end });
  });

  it('is the day before the one that a zone skipped', () => {
    const now = new Date('2011-12-30T12:00:00Z');
    expect(parsePeriod({ previous: 'DAY', timeZone: 'Pacific/Apia' }, now)).toMatchObject({
      start: '2011-12-29',
      end: '2011-12-29',
    });
  });

  it('is over, lies in one bucket, and the one before ends where it begins', () => {
    fc.assert(
      fc.property(every, weekStart, timeZone, moment, (previous, first, zone, now) => {
        const period = parsePeriod({ previous, weekStart: first, timeZone: zone }, now);
        expect(period.lo < period.hi && period.hi <= now.getTime()).toBe(true);
        expect(bucketsOf(period, previous)).toHaveLength(1);
        // The one that goes on: nothing of it is whole yet.
        const going = { from: localDay(period.hi, zone), to: localDay(now.getTime(), zone), timeZone: zone };
        expect(bucketsOf(parsePeriod({ ...going, weekStart: first }, now), previous)).toHaveLength(1);
        expect(previousPeriod(period).hi).toBe(period.lo);
        if (previous === 'WEEK') expect(weekday(period.start)).toBe(WEEKDAYS[first]);
      }),
    );
  });

  it('before it comes the month before, whatever its length', () => {
    const march = parsePeriod({ previous: 'MONTH' }, new Date('2026-04-10T00:00:00Z'));
    expect(previousPeriod(march)).toMatchObject({ start: '2026-02-01', end: '2026-02-28' });
  });

  it.each([
    [{ last: 'P1D' }, /"previous" or "last"/],
    [{ from: '2026-01-01' }, /"previous" or "from"/],
    [{ to: '2026-01-01' }, /"previous" or "from"/],
  ])('is refused beside %o', (beside, words) => {
    expect(() => parsePeriod({ previous: 'MONTH', ...beside }, new Date())).toThrow(words);
  });
});

describe('buckets', () => {
  it('tile the period, and weeks begin on the day asked for', () => {
    fc.assert(
      fc.property(every, weekStart, timeZone, moment, fc.nat(400), (each, first, zone, at, days) => {
        const from = at.toISOString().slice(0, 10);
        const to = new Date(at.getTime() + days * 86_400_000).toISOString().slice(0, 10);
        const period = parsePeriod({ from, to, timeZone: zone, weekStart: first }, new Date());
        fc.pre(period.lo < period.hi);
        const buckets = bucketsOf(period, each);
        expect(buckets[0]!.lo).toBe(period.lo);
        expect(buckets.at(-1)!.hi).toBe(period.hi);
        for (const [i, bucket] of buckets.entries()) {
          if (i > 0) expect(bucket.lo).toBe(buckets[i - 1]!.hi);
          if (i > 0 && each === 'WEEK') expect(weekday(bucket.start)).toBe(WEEKDAYS[first]);
        }
        const counted = countBuckets(period, each);
        expect(counted - buckets.length === 0 || (counted - buckets.length === 1 && zone === 'Pacific/Apia')).toBe(
          true,
        );
      }),
    );
  });
});

describe('a fiscal year', () => {
  const now = new Date('2026-05-10T12:00:00Z');
  it.each([
    [{ fiscalYear: 2026 }, 1, '2026-01-01', '2026-12-31'],
    [{ fiscalYear: 2026 }, 4, '2026-04-01', '2027-03-31'],
    [{ fiscalYear: 2026, quarter: 1 }, 4, '2026-04-01', '2026-06-30'],
    [{ fiscalYear: 2026, quarter: 4 }, 4, '2027-01-01', '2027-03-31'],
    [{ fiscalYear: 2023, quarter: 1 }, 12, '2023-12-01', '2024-02-29'],
    // Of 10 May: with years from March, the first quarter goes on.
    [{ previous: 'QUARTER' }, 3, '2025-12-01', '2026-02-28'],
    [{ previous: 'YEAR' }, 3, '2025-03-01', '2026-02-28'],
    [{ previous: 'YEAR' }, 6, '2024-06-01', '2025-05-31'],
    [{ previous: 'MONTH' }, 3, '2026-04-01', '2026-04-30'],
  ] as const)('%o, starting with month %i, is %s to %s', (given, fiscalYearStart, start, end) => {
    expect(parsePeriod({ ...given, fiscalYearStart }, now)).toMatchObject({ start, end });
  });

  it('has four quarters and twelve months without a gap, and before it comes the year before', () => {
    const year = fc.integer({ min: 1995, max: 2040 });
    fc.assert(
      fc.property(year, fc.integer({ min: 1, max: 12 }), timeZone, (fiscalYear, fiscalYearStart, zone) => {
        const of = { fiscalYearStart, timeZone: zone };
        const whole = parsePeriod({ fiscalYear, ...of }, now);
        const quarters = [1, 2, 3, 4].map(quarter => parsePeriod({ fiscalYear, quarter, ...of }, now));
        const span = ({ lo, hi }: { lo: number; hi: number }) => [lo, hi];
        expect(bucketsOf(whole, 'QUARTER').map(span)).toEqual(quarters.map(span));
        expect(bucketsOf(whole, 'YEAR').map(span)).toEqual([span(whole)]);
        expect(bucketsOf(whole, 'MONTH')).toHaveLength(12);
        expect(countBuckets(whole, 'QUARTER')).toBe(4);
        expect(span(previousPeriod(whole))).toEqual(span(parsePeriod({ fiscalYear: fiscalYear - 1, ...of }, now)));
        // The quarter before the first is the last of the year before.
        expect(span(previousPeriod(quarters[0]!))).toEqual(
          span(parsePeriod({ fiscalYear: fiscalYear - 1, quarter: 4, ...of }, now)),
        );
      }),
    );
  });

  it.each([
    [{ quarter: 1 }, 'quarter', /fiscalYear/],
    [{ fiscalYear: 2026, quarter: 5 }, 'quarter', /1, 2, 3 or 4, not 5/],
    [{ fiscalYear: 26 }, 'fiscalYear', /1900 to 2199, not 26/],
    [{ fiscalYear: 2026, previous: 'YEAR' }, 'fiscalYear', /"previous"/],
    [{ fiscalYear: 2026, last: 'P1Y' }, 'fiscalYear', /"last"/],
    [{ fiscalYear: 2026, from: '2026-01-01', to: '2026-02-01' }, 'fiscalYear', /"from"/],
  ] as const)('is refused as %o', (given, field, words) => {
    expect(() => parsePeriod(given, now)).toThrow(
      expect.objectContaining({ message: expect.stringMatching(words), details: { field: `during.${field}` } }),
    );
  });
});
