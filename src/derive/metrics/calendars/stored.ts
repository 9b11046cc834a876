// Where business calendars are kept: listed, found, saved and deleted.
import type { Context } from '../../../base/context/context.ts';
import type { Sql } from '../../../base/database/sql.ts';
import { badInput, notFound, UserError } from '../../../base/errors.ts';
import { requestRefresh } from '../../../ingest/marks/request.ts';
import { type BusinessCalendar, DEFAULT_CALENDAR } from './calendar.ts';
import { checkCalendar, type SaveCalendarInput } from './check.ts';

const MOST = 50;

const COLUMNS = `key, time_zone as "timeZone", week_start as "weekStart", fiscal_year_start as "fiscalYearStart", hours, holidays`;

/** By key. */
export function listCalendars(sql: Sql): Promise<BusinessCalendar[]> {
  return sql.query<BusinessCalendar>(`select ${COLUMNS} from business_calendar order by key`);
}

export async function findCalendar(sql: Sql, key: string): Promise<BusinessCalendar | null> {
  const row = await sql.one<BusinessCalendar>(
    `select ${COLUMNS} from business_calendar where key = $1`,
    [key],
    'calendar',
  );
  return row ?? null;
}

/**
 * Creates it or brings it up to date by key. Where it is the default one, durations are counted by it with the next
 * refresh. @throws UserError BAD_USER_INPUT
 */
export async function saveCalendar(ctx: Context, input: SaveCalendarInput): Promise<BusinessCalendar> {
  const calendar = checkCalendar(input);
  const { key, timeZone, weekStart, fiscalYearStart, hours, holidays } = calendar;
  await ctx.sql.transaction(async tx => {
    // Two that save at once must not both be the last that fits.
    await tx.query(`select pg_advisory_xact_lock(hashtext('cxgraph.calendars'))`);
    const others = await tx.one<{ n: number }>('select count(*) as n from business_calendar where key <> $1', [key]);
    if (others!.n >= MOST) throw badInput('key', `There are ${MOST} calendars, which is the most. Delete one first.`);
    await tx.query(
      `insert into business_calendar (key, time_zone, week_start, fiscal_year_start, hours, holidays, updated_at)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (key) do update set time_zone = excluded.time_zone, week_start = excluded.week_start,
         fiscal_year_start = excluded.fiscal_year_start, hours = excluded.hours, holidays = excluded.holidays,
         updated_at = excluded.updated_at`,
      [key, timeZone, weekStart, fiscalYearStart, JSON.stringify(hours), JSON.stringify(holidays), ctx.now()],
    );
  });
  await askForRefresh(ctx, key);
  return calendar;
}

/** Gives its key. Business durations go with the default one. @throws UserError NOT_FOUND, CONFLICT */
export async function deleteCalendar(ctx: Context, key: string): Promise<string> {
  const users = await ctx.sql.query<{ key: string }>(
    `select key from target where during ->> 'calendar' = $1 order by key`,
    [key],
  );
  if (users.length > 0)
    throw new UserError(
      'CONFLICT',
      `The calendar "${key}" is asked for by ${users.map(target => `target "${target.key}"`).join(', ')}. Change ${users.length === 1 ? 'that' : 'those'} first.`,
      { id: key },
    );
  const gone = await ctx.sql.one('delete from business_calendar where key = $1 returning key', [key]);
  if (!gone) throw notFound('calendar', key);
  await askForRefresh(ctx, key);
  return key;
}

async function askForRefresh(ctx: Context, key: string): Promise<void> {
  if (key === DEFAULT_CALENDAR) await requestRefresh(ctx);
}
