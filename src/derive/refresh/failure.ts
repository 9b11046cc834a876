// Keeps in mind that the refresh itself fails, so that it can be told when somebody asks.
import type { Sql } from '../../base/database/sql.ts';
import { reasonOf } from '../evaluation/poison.ts';

export interface RefreshFailure {
  /** Of the first failure since the last success. */
  readonly since: Date;
  readonly failures: number;
  readonly reason: string;
}

export async function noteFailure(sql: Sql, error: unknown): Promise<void> {
  await sql.query(
    `insert into setting as s (key, value)
     values ('refresh-failure', jsonb_build_object('since', now(), 'failures', 1, 'reason', $1::text))
     on conflict (key) do update set value = s.value || jsonb_build_object('failures', (s.value ->> 'failures')::int + 1, 'reason', $1::text)`,
    [reasonOf(error)],
  );
}

export async function forgetFailure(sql: Sql): Promise<void> {
  await sql.query(`delete from setting where key = 'refresh-failure'`, [], 'refresh-succeeded');
}

export async function readFailure(sql: Sql): Promise<RefreshFailure | null> {
  const row = await sql.one<RefreshFailure>(
    `select (value ->> 'since')::timestamptz as since, (value ->> 'failures')::int as failures, value ->> 'reason' as reason
     from setting where key = 'refresh-failure'`,
  );
  return row ?? null;
}
