// Pure: what is given as a business calendar becomes one, or is refused with the path of what is wrong.
import { z } from 'zod';
import { instead, key, parts, shown, takeInput, word } from '../../../base/input.ts';
import { isDay } from '../../../base/time/moment.ts';
import { namedZoneId } from '../../../base/time/zone.ts';
import { type BusinessCalendar, type BusinessHours, DAYS_OF_WEEK, type DayOfWeek, minutesOf } from './calendar.ts';

export interface SaveCalendarInput {
  readonly key: string;
  readonly timeZone: string;
  /** MONDAY when absent. */
  readonly weekStart?: BusinessCalendar['weekStart'] | null;
  /** 1 when absent. */
  readonly fiscalYearStart?: number | null;
  readonly hours?: readonly BusinessHours[] | null;
  /** In any order. */
  readonly holidays?: readonly string[] | null;
}

export const MOST_HOURS = 21;
export const MOST_HOLIDAYS = 500;

const most = (count: number, what: string) => ({
  error: ({ input }: { readonly input?: unknown }) =>
    `A calendar has at most ${count} ${what}; these are ${(input as unknown[]).length}.`,
});

const zone = z
  .string(instead('not a text'))
  .refine(name => namedZoneId(name) !== null, {
    error: ({ input }) => `There is no time zone ${shown(input)}. Use an IANA name such as Europe/Berlin.`,
    abort: true,
  })
  .transform(name => namedZoneId(name)!);

const month = {
  error: ({ input }: { readonly input?: unknown }) =>
    `A fiscal year starts with a month from 1 to 12, not ${shown(input)}.`,
};

const time = (form: RegExp, words: string) =>
  z.string(instead('not a text')).regex(form, instead(`no time of day. ${words}`));

const days = z
  .array(word(DAYS_OF_WEEK))
  .min(1, 'Say on which days.')
  .refine(all => new Set(all).size === all.length, 'A day is named twice.');

const entry = parts({
  days,
  from: time(/^([01]\d|2[0-3]):[0-5]\d$/, 'Give one from 00:00 to 23:59.'),
  to: time(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'Give one from 00:01 to 24:00.'),
}).refine(({ from, to }) => from < to, {
  path: ['to'],
  error: ({ input }) => {
    const { from, to } = input as BusinessHours;
    return `It closes at ${to} and opens at ${from}. Of hours that go on after midnight, give two: ${from} to 24:00, and 00:00 to ${to} on the day after.`;
  },
});

const hours = z
  .array(entry)
  .max(MOST_HOURS, most(MOST_HOURS, 'entries of hours'))
  .check(({ value, issues }) => {
    const found = overlapOf(value);
    if (!found) return;
    const message = `On ${found.day} these hours overlap with those of hours[${found.before}]: ${value[found.before]!.from} to ${value[found.before]!.to}.`;
    issues.push({ code: 'custom', path: [found.at], input: value, message });
  });

/** The first entry that overlaps with one before it. */
function overlapOf(all: readonly BusinessHours[]): { at: number; before: number; day: DayOfWeek } | null {
  for (const [at, one] of all.entries())
    for (const [before, other] of all.slice(0, at).entries()) {
      const day = one.days.find(name => other.days.includes(name));
      if (day && minutesOf(one.from) < minutesOf(other.to) && minutesOf(other.from) < minutesOf(one.to))
        return { at, before, day };
    }
  return null;
}

const holidays = z
  .array(z.string(instead('not a day')).refine(isDay, instead('no day. Give one such as 2026-12-25')))
  .max(MOST_HOLIDAYS, most(MOST_HOLIDAYS, 'holidays'))
  .transform(all => [...new Set(all)].sort());

const CALENDAR = parts({
  key,
  timeZone: zone,
  weekStart: word(['MONDAY', 'SATURDAY', 'SUNDAY']).default('MONDAY'),
  fiscalYearStart: z.int(month).min(1, month).max(12, month).default(1),
  hours: hours.default([]),
  holidays: holidays.default([]),
});

/** @throws UserError BAD_USER_INPUT, such as at `hours[1].to` */
export function checkCalendar(input: SaveCalendarInput): BusinessCalendar {
  return takeInput(CALENDAR, input);
}
