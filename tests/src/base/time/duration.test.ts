// Lengths of time: what is taken, how long it is, and how it is written.
import { describe, expect, it } from 'vitest';
import {
  calendarDuration,
  formatDuration,
  isBeyondYears,
  MAX_YEARS,
  parseDuration,
  yearsIn,
} from '../../../../src/base/time/duration.ts';

describe('a duration of a fixed length', () => {
  it.each([
    ['PT15M', 900_000],
    ['P1DT12H', 129_600_000],
    ['P2W', 1_209_600_000],
    ['PT1S', 1_000],
  ])('%s has %d milliseconds', (text, ms) => {
    expect(parseDuration('every', text)).toBe(ms);
  });

  it.each(['P1M', 'P1Y', 'P', 'PT', '15m', ''])('is not %j', text => {
    expect(() => parseDuration('every', text)).toThrow(/is not a duration of weeks, days/);
  });

  it('is written the shortest way', () => {
    expect([0, 90_061_000, 86_400_000, 3_600_000].map(formatDuration)).toEqual(['PT0S', 'P1DT1H1M1S', 'P1D', 'PT1H']);
  });
});

describe('a duration of the calendar', () => {
  it('has at most so many years', () => {
    expect(['P100Y', 'P1200M', 'P5200W'].map(yearsIn)).toEqual([MAX_YEARS, MAX_YEARS, MAX_YEARS]);
    expect(yearsIn('P101Y')).toBeGreaterThan(MAX_YEARS);
    expect([yearsIn('P1W1D'), yearsIn('P'), yearsIn(`P${'9'.repeat(60)}D`)]).toEqual([null, null, null]);
    expect(['P100Y', 'P101Y', 'P36526D'].map(text => isBeyondYears(calendarDuration(text)!))).toEqual([
      false,
      true,
      true,
    ]);
    expect(calendarDuration('soon')).toBeNull();
  });
});
