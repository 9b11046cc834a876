// How old the figures are: not since when they stand still, which they do when nothing happens, but what they lack.
import type { Sql } from '../../base/database/sql.ts';

/**
 * A change is in the figures within seconds, also amid a first sync of some hundred thousand records; a count of
 * everything over a million takes minutes. So what waits for longer than this is not on its way.
 */
export const LATE_MINUTES = 15;

export interface Age {
  /** The moment that figures are exact as of; null before the first count. */
  readonly asOf: Date | null;
  /** Since when the oldest change waits to be counted; null when none does. */
  readonly waitingSince: Date | null;
  readonly isLate: boolean;
  /** Customers, and records that belong to nobody, who are set aside. */
  readonly setAside: number;
}

export async function readAge(sql: Sql): Promise<Age> {
  const row = await sql.one<Age>(
    `select (select (value ->> 'asOf')::timestamptz from setting where key = 'refresh') as "asOf",
       m.since as "waitingSince", coalesce(m.since < now() - make_interval(mins => $1), false) as "isLate",
       (select count(*) from set_aside) as "setAside"
     from (select min(marked_at) as since from change_mark) m`,
    [LATE_MINUTES],
    'refresh-age',
  );
  return row!;
}
