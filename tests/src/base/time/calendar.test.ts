// Days and their buckets, against plain arithmetic of UTC and clocks that are known to jump.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bucketAround,
  bucketsBetween,
  dayBefore,
  dayIn,
  type Granularity,
  lastDayBefore,
  startOfDay,
} from '../../../../src/base/time/calendar.ts';
import { namedZoneId, zoneId } from '../../../../src/base/time/zone.ts';

const EVERY: readonly Granularity[] = ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'];
const day = fc
  .integer({ min: Date.UTC(1900, 0, 1) / 86_400_000, max: Date.UTC(2200, 0, 1) / 86_400_000 })
  .map(days => new Date(days * 86_400_000).toISOString().slice(0, 10));
const plus = (text: string, days: number) =>
  new Date(Date.parse(`${text}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

describe('a bucket', () => {
  it('holds its day, ends before the next begins, and there is nothing between', () => {
    fc.assert(
      fc.property(day, fc.constantFrom(...EVERY), (one, every) => {
        const { start, end } = bucketAround(one, every);
        expect(start <= one && one <= end).toBe(true);
        expect(bucketAround(end, every)).toEqual({ start, end });
        const next = bucketAround(plus(end, 1), every);
        expect(next.start).toBe(plus(end, 1));
        expect(bucketsBetween(one, next.end, every)).toBe(2);
        expect(dayBefore(next.start)).toBe(end);
      }),
    );
  });

  it.each([
    ['WEEK', '2026-03-01', '2026-02-23', '2026-03-01'],
    ['MONTH', '2024-02-10', '2024-02-01', '2024-02-29'],
    ['QUARTER', '2026-12-31', '2026-10-01', '2026-12-31'],
    ['YEAR', '2026-07-01', '2026-01-01', '2026-12-31'],
  ] as const)('is a %s of the calendar: around %s from %s to %s', (every, one, start, end) => {
    expect(bucketAround(one, every)).toEqual({ start, end });
  });
});

describe('a day', () => {
  it('begins when it begins in its zone, also where midnight is left out', () => {
    const at = (text: string, zone: string) => new Date(startOfDay(dayIn(text)!, zone)).toISOString();
    expect(at('2026-03-30', 'Europe/Berlin')).toBe('2026-03-29T22:00:00.000Z');
    expect(at('2026-03-08', 'America/Havana')).toBe('2026-03-08T05:00:00.000Z');
    expect(lastDayBefore(Date.parse('2026-03-29T22:00:00Z'), 'Europe/Berlin')).toBe('2026-03-29');
  });

  it('is none that there is not', () => {
    expect([dayIn('2026-02-29'), dayIn('tomorrow'), dayIn('')]).toEqual([null, null, null]);
  });
});

describe('a zone', () => {
  it('is known by its name; an offset is a zone too, but has none', () => {
    expect([zoneId('Europe/Berlin'), zoneId('+02:00'), zoneId('Europe/Nowhere')]).toEqual([
      'Europe/Berlin',
      '+02:00',
      null,
    ]);
    expect([namedZoneId('UTC'), namedZoneId('+02:00'), namedZoneId('')]).toEqual(['UTC', null, null]);
  });
});
