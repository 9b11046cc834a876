// Figures of an earlier version of this program are counted anew, once.
import type { Sql } from '../../base/database/sql.ts';

/**
 * To be raised whenever the same records would come to other facts, scores, visits or memberships: one number for all,
 * because each is made of those before.
 */
export const FIGURES_VERSION = 4;

/** False where nothing was ever counted, and for figures of a later version: two programs must not recount in turns. */
export async function isOutdated(sql: Sql): Promise<boolean> {
  const row = await sql.one<{ outdated: boolean }>(
    `select exists (select from setting where key = 'refresh')
       and coalesce((select (value ->> 'version')::int from setting where key = 'figures'), 0) < $1 as outdated`,
    [FIGURES_VERSION],
    'figures-outdated',
  );
  return row!.outdated;
}

export async function noteVersion(tx: Sql): Promise<void> {
  await tx.query(
    `insert into setting as s (key, value) values ('figures', jsonb_build_object('version', $1::int))
     on conflict (key) do update set value = excluded.value where (s.value ->> 'version')::int < $1`,
    [FIGURES_VERSION],
    'figures-version',
  );
}
