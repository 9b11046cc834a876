// Writes the default calendar out, opening by opening, for the SQL that measures durations by it. The refresh alone does so.
import { isDeepStrictEqual } from 'node:util';
import { columnset, encodeColumns } from '../../../base/database/bulk.ts';
import type { Sql } from '../../../base/database/sql.ts';
import { type BusinessCalendar, DEFAULT_CALENDAR } from './calendar.ts';
import { openingsIn, yearsOf } from './openings.ts';
import { findCalendar } from './stored.ts';

/** Before this year no durations are measured by a calendar. */
export const FIRST_YEAR = 2000;
/** Written out up to so many years ahead, and again before it is less than facts may reach. */
const YEARS_AHEAD = 20;
const LEAST_AHEAD = 11;

const SETTING = 'business-openings';
const BATCH = 20_000;

type Hours = Pick<BusinessCalendar, 'timeZone' | 'hours' | 'holidays'>;

interface Written {
  readonly calendar: Hours;
  /** The first year that is not written out. */
  readonly end: number;
}

/** Whether something else is written out than the default calendar says. */
export async function areOpeningsStale(sql: Sql, now: Date): Promise<boolean> {
  return (await compare(sql, now)).stale;
}

/** False when they were right already. Must run as a refresh does: facts go by what is written here. */
export async function renewOpenings(tx: Sql, now: Date): Promise<boolean> {
  const { calendar, stale } = await compare(tx, now);
  if (!stale) return false;
  await tx.query('delete from business_open');
  await tx.query('delete from setting where key = $1', [SETTING]);
  if (calendar) await write(tx, calendar, now.getUTCFullYear() + 1 + YEARS_AHEAD);
  return true;
}

async function compare(sql: Sql, now: Date): Promise<{ calendar: BusinessCalendar | null; stale: boolean }> {
  const found = await findCalendar(sql, DEFAULT_CALENDAR);
  const calendar = found && found.hours.length > 0 ? found : null;
  const row = await sql.one<{ value: Written }>('select value from setting where key = $1', [SETTING], 'openings');
  const written = row?.value ?? null;
  const isSame = isDeepStrictEqual(calendar && hoursOf(calendar), written?.calendar ?? null);
  const isShort = written !== null && written.end <= now.getUTCFullYear() + LEAST_AHEAD;
  return { calendar, stale: !isSame || isShort };
}

const hoursOf = ({ timeZone, hours, holidays }: BusinessCalendar): Hours => ({ timeZone, hours, holidays });

async function write(tx: Sql, calendar: BusinessCalendar, end: number): Promise<void> {
  const rows = rowsOf(calendar, end);
  for (let from = 0; from < rows.length; from += BATCH)
    await tx.query(
      `insert into business_open (opens_at, closes_at, seconds_before) select * from ${columnset('o', COLUMNS)}`,
      encodeColumns(rows.slice(from, from + BATCH), COLUMNS),
      'openings-write',
    );
  const written: Written = { calendar: hoursOf(calendar), end };
  await tx.query('insert into setting (key, value) values ($1, $2)', [SETTING, JSON.stringify(written)]);
}

const COLUMNS = { opens_at: 'timestamptz', closes_at: 'timestamptz', seconds_before: 'bigint' } as const;

function rowsOf(calendar: BusinessCalendar, end: number): Record<keyof typeof COLUMNS, unknown>[] {
  const { lo, hi } = yearsOf(calendar, FIRST_YEAR, end);
  const openings = openingsIn(calendar, { lo, hi });
  const row = (from: number, to: number, before: number | null) => ({
    opens_at: new Date(from),
    closes_at: new Date(to),
    seconds_before: before,
  });
  let before = 0;
  const rows = openings.map(opening => {
    const written = row(opening.lo, opening.hi, before);
    before += (opening.hi - opening.lo) / 1000;
    return written;
  });
  const begun = openings[0]?.lo === lo ? [] : [row(lo, lo, 0)];
  return [...begun, ...rows, row(hi, hi, null)];
}
