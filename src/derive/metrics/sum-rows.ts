// Reads the rows that a report is made of, and no more of them than one program can hold.
import type { Sql } from '../../base/database/sql.ts';
import { UserError } from '../../base/errors.ts';
import type { SumRow } from './counts.ts';

/** Each group has one for each span, unit and bin of values. */
export const MAX_ROWS = 300_000;

/** One statement, whose text ends where `limit` may follow. @throws UserError ANSWER_TOO_LARGE */
export async function readSumRows(
  sql: Sql,
  text: string,
  params: readonly unknown[],
  limit = MAX_ROWS,
): Promise<SumRow[]> {
  const rows = await sql.query<SumRow>(`${text} limit ${limit + 1}`, params);
  if (rows.length <= limit) return rows;
  throw tooManyRows(limit);
}

export function tooManyRows(limit: number): UserError {
  return new UserError(
    'ANSWER_TOO_LARGE',
    `There are more than ${limit} figures behind this report. Filter with "where", ask for longer buckets, or group by less.`,
    { field: 'by', limit },
  );
}
