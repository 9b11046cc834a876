// Moments and durations as users write them.
import { parseValue } from 'graphql';
import { describe, expect, it } from 'vitest';
import { DateTime, Duration } from '../../../schema/common/scalars.ts';

describe('DateTime', () => {
  it.each([
    ['2026-01-31T09:30:00Z', '2026-01-31T09:30:00.000Z'],
    ['2026-01-31T09:30:00.123456+02:00', '2026-01-31T07:30:00.123Z'],
    ['2024-02-29T23:59:59-05:00', '2024-03-01T04:59:59.000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
  ])('reads %s', (text, moment) => {
    expect(DateTime.parseValue(text).toISOString()).toBe(moment);
    expect(DateTime.parseLiteral(parseValue(JSON.stringify(text))).toISOString()).toBe(moment);
  });

  it.each([
    '2026-01-31',
    '2026-01-31T09:30:00',
    '2026-02-30T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-01T25:00:00Z',
    '',
    'now',
    0,
    null,
    true,
  ])('refuses %j', value => {
    expect(() => DateTime.parseValue(value)).toThrow(/DateTime looks like/);
  });
});

describe('Duration', () => {
  it.each(['PT15M', 'P1D', 'P4W', 'P1DT12H', 'PT0.5S', 'P1Y2M'])('takes %s', text => {
    expect(Duration.parseValue(text)).toBe(text);
  });

  it.each(['P', 'PT', 'P1DT', '15m', 'P1W1D', '', 900])('refuses %j', value => {
    expect(() => Duration.parseValue(value)).toThrow(/Duration looks like/);
  });

  it('writes milliseconds as a duration', () => {
    expect(Duration.serialize(90_061_000)).toBe('P1DT1H1M1S');
  });
});
