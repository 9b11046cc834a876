// A date without a time is that day wherever one looks at it from.
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { dayOf, iso } from '../../../connectors/salesforce/moment.ts';

/** Of all time zones these lie too far from the others for one moment to be of one day in all. */
const TOO_FAR = ['Pacific/Kiritimati', 'Pacific/Midway', 'Pacific/Niue', 'Pacific/Pago_Pago'];
const ZONES = Intl.supportedValuesOf('timeZone');
/** Until 2021 Samoa put its clock forward beyond the others, and until 2017 Tonga did. */
const day = fc.date({ min: new Date('2022-01-01'), max: new Date('2035-12-31'), noInvalidDate: true });

describe('a date', () => {
  it('is that day in every zone but those that are too far, at any time of the year', () => {
    expect(ZONES.length).toBeGreaterThan(400);
    const wrong = new Set<string>();
    fc.assert(
      fc.property(day, date => {
        const text = date.toISOString().slice(0, 10);
        const moment = Temporal.Instant.from(iso(text)!);
        for (const zone of ZONES)
          if (moment.toZonedDateTimeISO(zone).toPlainDate().toString() !== text) wrong.add(zone);
        expect(dayOf(text)).toBe(text);
      }),
      { numRuns: 60 },
    );
    expect([...wrong].sort()).toEqual(TOO_FAR);
  });

  it.each(['2026-02-30', '2026-13-01', '2026-1-1', '2026-01-01T00:00:00.000+0000', '', null, 20260101])(
    'is none in %j',
    value => {
      expect(dayOf(value)).toBeNull();
    },
  );

  it('is told apart from a moment', () => {
    expect(iso('2026-05-01T07:25:37.000+0000')).toBe('2026-05-01T07:25:37.000Z');
    expect(iso('2026-05-01')).toBe('2026-05-01T10:00:00.000Z');
  });
});
