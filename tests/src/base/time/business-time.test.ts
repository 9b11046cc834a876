// Business time against a recount that looks at the clock every minute.
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, it } from 'vitest';
import { businessSeconds, type OpeningHours } from '../../../../src/base/time/business-time.ts';

const nineToSix = [{ from: 540, to: 1080 }];
const always = Array.from({ length: 7 }, () => [{ from: 120, to: 180 }]);
const office = (timeZone: string, ...holidays: string[]): OpeningHours => ({
  timeZone,
  week: [nineToSix, nineToSix, nineToSix, nineToSix, nineToSix, [], []],
  holidays: new Set(holidays),
});
const night = (timeZone: string): OpeningHours => ({ timeZone, week: always, holidays: new Set() });
const berlin = 'Europe/Berlin';

it.each([
  ['over a weekend', office(berlin), '2026-02-06T17:30+01:00', '2026-02-09T09:15+01:00', 45],
  ['over a holiday', office(berlin, '2026-02-09'), '2026-02-06T17:30+01:00', '2026-02-10T09:15+01:00', 45],
  ['an hour that is skipped', night(berlin), '2026-03-29T00:00+01:00', '2026-03-29T12:00+02:00', 0],
  ['an hour that comes twice', night(berlin), '2026-10-25T00:00+02:00', '2026-10-25T12:00+01:00', 120],
  ['upside down', office(berlin), '2026-02-06T12:00Z', '2026-02-06T11:00Z', 0],
])('counts the minutes open: %s', (_, hours, from, to, minutes) => {
  expect(businessSeconds(hours, new Date(from), new Date(to))).toBe(minutes * 60);
});

/** Days on which the clocks of these zones jump lie near. */
const JUMPS = [
  ['Europe/Berlin', '2026-03-29'],
  ['Europe/Berlin', '2026-10-25'],
  ['America/Havana', '2026-03-08'],
  ['America/Havana', '2026-11-01'],
  ['America/Sao_Paulo', '2018-11-04'],
  ['America/Sao_Paulo', '2018-02-17'],
  ['America/St_Johns', '2010-11-07'],
  ['Australia/Lord_Howe', '2026-04-05'],
  ['Pacific/Apia', '2011-12-30'],
] as const;
/** Cut points of a day, in pairs: intervals that do not overlap. */
const openings = fc
  .uniqueArray(fc.integer({ min: 0, max: 96 }), { maxLength: 6 })
  .map(cuts => cuts.sort((a, b) => a - b).map(cut => cut * 15))
  .map(cuts => cuts.flatMap((from, i) => (i % 2 === 0 && cuts[i + 1] ? [{ from, to: cuts[i + 1]! }] : [])));

it('is what a look at the clock every minute gives', () => {
  const week = fc.array(openings, { minLength: 7, maxLength: 7 });
  const minute = fc.integer({ min: -1500, max: 3000 });
  fc.assert(
    fc.property(fc.constantFrom(...JUMPS), week, minute, minute, fc.boolean(), ([zone, day], days, a, b, closed) => {
      const hours = { timeZone: zone, week: days, holidays: new Set<string>(closed ? [day] : []) };
      const at = (minutes: number) => Date.parse(`${day}T00:00Z`) + minutes * 60_000;
      const [lo, hi] = [at(Math.min(a, b)), at(Math.max(a, b))];
      let open = 0;
      for (let now = lo; now < hi; now += 60_000) {
        const clock = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone);
        const shown = clock.hour * 60 + clock.minute;
        const isOpen = days[clock.dayOfWeek - 1]!.some(({ from, to }) => from <= shown && shown < to);
        if (isOpen && !hours.holidays.has(clock.toPlainDate().toString())) open += 60;
      }
      expect(businessSeconds(hours, new Date(lo), new Date(hi))).toBe(open);
    }),
    { numRuns: 50 },
  );
});
