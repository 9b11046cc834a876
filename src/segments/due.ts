// Whose segments time alone may change.
import type { Sql } from '../database/sql.ts';

/** Those whose moment has come, and are to be evaluated now. */
export async function takeDue(_tx: Sql, _now: Date): Promise<number[]> {
  return [];
}

export async function isSomebodyDue(_sql: Sql, _now: Date): Promise<boolean> {
  return false;
}
