// Dates of files, against the calendar that the runtime itself brings.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lacksOffset } from '../../../../src/base/time/moment.ts';
import { checkTimeZone, parseMoment } from '../../../../src/ingest/imports/moment.ts';

const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Apia'];
const moment = fc
  .integer({ min: Date.UTC(1990, 0, 1) / 1000, max: Date.UTC(2040, 0, 1) / 1000 })
  .map(s => new Date(s * 1000));

/** "2026-03-01 10:00:00", as clocks in the zone show it. */
function shown(at: Date, timeZone: string): string {
  return at.toLocaleString('sv-SE', { timeZone });
}

describe('a date', () => {
  it('with an offset is the moment it says, in any spelling', () => {
    fc.assert(
      fc.property(
        moment,
        fc.constantFrom(-720, -210, 0, 60, 345, 840),
        fc.constantFrom('T', ' '),
        (at, offset, between) => {
          const local = new Date(at.getTime() + offset * 60_000).toISOString().slice(0, 19).replace('T', between);
          const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60].map(n =>
            String(n).padStart(2, '0'),
          );
          const sign = offset < 0 ? '-' : '+';
          for (const written of [
            `${sign}${hours}:${minutes}`,
            `${sign}${hours}${minutes}`,
            ` ${sign}${hours}:${minutes}`,
          ]) {
            expect(lacksOffset(local + written)).toBe(false);
            expect(parseMoment(local + written, 'Asia/Tokyo')).toEqual(at);
          }
        },
      ),
    );
    expect(parseMoment('2026-03-01T10:00:00.123456Z', null)).toEqual(new Date('2026-03-01T10:00:00.123Z'));
    expect(parseMoment('2026-03-01T10:00z', null)).toEqual(new Date('2026-03-01T10:00:00Z'));
  });

  it('without one is what the clocks of the zone show', () => {
    fc.assert(
      fc.property(moment, fc.constantFrom(...ZONES), (at, zone) => {
        const text = shown(at, zone);
        const read = parseMoment(text, zone);
        // An hour that comes twice is the first of both, so only what the clocks show can be compared.
        expect(shown(read as Date, zone)).toBe(text);
        expect(lacksOffset(text)).toBe(true);
      }),
    );
  });

  it('alone is the beginning of the day in the zone', () => {
    expect(parseMoment('2026-07-01', 'Europe/Berlin')).toEqual(new Date('2026-06-30T22:00:00Z'));
  });

  it.each([
    '',
    'yesterday',
    '01/02/2026',
    '2026-3-1',
    '2026-02-30',
    '2026-13-01',
    '2026-03-01T24:01Z',
    '2026-03-01T10:00:61Z',
    '1767225600',
    '2026-03-01T10:00+99:00',
  ])('%j is none', text => expect(parseMoment(text, 'UTC')).toHaveProperty('problem'));

  it('needs a zone that exists', () => {
    expect(parseMoment('2026-03-01', null)).toHaveProperty('problem', expect.stringContaining('--time-zone'));
    expect(() => checkTimeZone('Europe/Berlin')).not.toThrow();
    expect(() => checkTimeZone('Europe/Atlantis')).toThrow(/no time zone "Europe\/Atlantis"/);
  });
});
