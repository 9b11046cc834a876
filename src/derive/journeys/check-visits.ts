// Looks for customers whose stage visits are not what walking them through the journeys comes to.
import type { Sql } from '../../base/database/sql.ts';
import { isWalked, readJourneys } from './stored-journeys.ts';
import { walkHistories } from './walk-histories.ts';
import { differingVisits } from './write-visits.ts';

/**
 * Of these customers: who is wrong, once for each visit that is missing, too many or another. None of them may wait for a
 * refresh; journeys that do are left out. Must see one moment of the database.
 */
export async function checkVisits(tx: Sql, customers: readonly number[], now: Date): Promise<number[]> {
  const journeys = (await readJourneys(tx)).filter(isWalked);
  if (journeys.length === 0 || customers.length === 0) return [];
  const { visits } = await walkHistories(tx, journeys, customers, now);
  return differingVisits(
    tx,
    journeys.map(({ id }) => id),
    customers,
    visits,
  );
}
