// Brings memberships up to date: of customers who changed, and of segments whose rule did.
import type { Sql } from '../database/sql.ts';

export type Cause = 'DATA' | 'TIME' | 'RULE';

/**
 * Evaluates every segment for these customers. Facts, scores and visits must be up to date. Must run under the lock of
 * the refresh, in a transaction that sees one moment of the database.
 */
export async function refreshSegments(
  _tx: Sql,
  _customers: readonly number[],
  _now: Date,
  _cause: Cause,
): Promise<void> {}

/** Evaluates for everybody the segments that were saved since, and forgets those that were deleted. */
export async function evaluateNewSegments(_tx: Sql, _now: Date): Promise<void> {}

/** Whether a segment was saved or deleted since. */
export async function hasNewSegments(_sql: Sql): Promise<boolean> {
  return false;
}
