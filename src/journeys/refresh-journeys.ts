// Brings stage visits up to date: of customers who changed, and of journeys whose definition did.
import type { Sql } from '../database/sql.ts';
import type { Ahead } from './due.ts';

/**
 * Walks these customers again through every journey. Facts must be up to date. Must run under the lock of the refresh,
 * in a transaction that sees one moment of the database. Gives those for whom something lies ahead that journeys look at.
 */
export async function refreshJourneys(_tx: Sql, _customers: readonly number[], _now: Date): Promise<Ahead> {
  return new Map();
}

/** Walks everybody through the journeys that were saved since, and forgets those that were deleted. */
export async function walkNewJourneys(_tx: Sql, _now: Date): Promise<void> {}

/** Whether a journey was saved or deleted since. */
export async function hasNewJourneys(_sql: Sql): Promise<boolean> {
  return false;
}
