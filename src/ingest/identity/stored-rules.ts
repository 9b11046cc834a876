// Where the rules in force are kept, and every version before them.
import type { Sql } from '../../base/database/sql.ts';
import { DEFAULT_RULES, type IdentityRules } from './rules.ts';

const CURRENT = 'identity.rules';

/** One earlier or present version, as the `setting` row "identity.rules.<version>" holds it. */
export interface RulesVersion {
  readonly rules: IdentityRules;
  /** ISO 8601; null for the built-in ones. */
  readonly savedAt: string | null;
}

/**
 * The rules in force. Whoever decides identities asks under the projection lock, once a page: versions change under the
 * same lock, so that no process can decide by old ones.
 */
export async function readRules(sql: Sql): Promise<IdentityRules> {
  const row = await sql.one<{ value: Partial<IdentityRules> }>(
    `select value from setting where key = '${CURRENT}'`,
    [],
    'identity-rules',
  );
  // A rule that this version of the program added has its default in rules saved before.
  return row ? { ...DEFAULT_RULES, ...row.value } : DEFAULT_RULES;
}

/** Makes `next` the rules in force and keeps it, and what it follows, in the history. Needs the projection lock. */
export async function writeRules(tx: Sql, previous: IdentityRules, next: IdentityRules, at: Date): Promise<void> {
  const version = (rules: IdentityRules, savedAt: string | null): RulesVersion => ({ rules, savedAt });
  await tx.query(
    `insert into setting (key, value) values ('${CURRENT}', $1), ($2, $3)
     on conflict (key) do update set value = excluded.value`,
    [JSON.stringify(next), `${CURRENT}.${next.version}`, JSON.stringify(version(next, at.toISOString()))],
  );
  await tx.query(`insert into setting (key, value) values ($1, $2) on conflict (key) do nothing`, [
    `${CURRENT}.${previous.version}`,
    JSON.stringify(version(previous, null)),
  ]);
}

/** Every version that was in force, oldest first. */
export async function readHistory(sql: Sql): Promise<RulesVersion[]> {
  const rows = await sql.query<{ value: RulesVersion }>(
    `select value from setting where key ~ '^identity[.]rules[.][0-9]+$' order by (value -> 'rules' ->> 'version')::int`,
  );
  return rows.length > 0 ? rows.map(row => row.value) : [{ rules: DEFAULT_RULES, savedAt: null }];
}
