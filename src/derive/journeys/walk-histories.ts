// Walks customers through journeys, from what is stored of them to visits in memory.
import type { Sql } from '../../base/database/sql.ts';
import type { Ahead } from './due.ts';
import { eventsOf } from './events.ts';
import { readHistories } from './read-occurrences.ts';
import { signalsOf } from './signals.ts';
import type { StoredJourney } from './stored-journeys.ts';
import { walk } from './walk.ts';
import type { VisitRow } from './write-visits.ts';

export interface WalkedHistories {
  /** All that these customers have of these journeys. */
  readonly visits: readonly VisitRow[];
  /** For whom something lies ahead that the journeys look at. */
  readonly ahead: Ahead;
}

/** One statement. Facts must be up to date. */
export async function walkHistories(
  tx: Sql,
  journeys: readonly StoredJourney[],
  customers: readonly number[],
  now: Date,
): Promise<WalkedHistories> {
  const table = signalsOf(journeys);
  const finders = journeys.map(journey => ({ journey, find: eventsOf(journey, table) }));
  const ahead = new Map<number, Date>();
  const visits: VisitRow[] = [];
  for (const history of await readHistories(tx, customers, table.signals, now.getTime() * 1000)) {
    const { customer, occurrences } = history;
    for (const { journey, find } of finders)
      for (const visit of walk(journey, find(occurrences))) visits.push({ journey: journey.id, customer, ...visit });
    // Looked at a moment too late rather than too early, when nothing would have come of it yet.
    if (history.ahead !== null) ahead.set(customer, new Date(Math.ceil(history.ahead / 1000)));
  }
  return { visits, ahead };
}
