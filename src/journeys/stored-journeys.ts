// Journeys as the table holds them.
import type { Sql } from '../database/sql.ts';
import { isSetAsideSql } from '../refresh/definitions.ts';
import type { Journey } from './definition.ts';

export interface StoredJourney extends Journey {
  readonly revision: number;
  /** The revision that everybody was walked by; null before the first time. */
  readonly walked: number | null;
  /** Whether this revision was tried and nobody can be walked by it. */
  readonly isBroken: boolean;
}

/** In the order of their ids. */
export function readJourneys(sql: Sql): Promise<StoredJourney[]> {
  return sql.query<StoredJourney>(
    `select j.id, j.key, j.name, j.mode, j."window", j.stages, j.revision, t.revision as walked,
       ${isSetAsideSql('j', 't')} as "isBroken"
     from journey j left join journey_state t on t.journey_id = j.id order by j.id`,
    [],
    'journeys-stored',
  );
}

export function isWalked({ revision, walked }: StoredJourney): boolean {
  return revision === walked;
}

/** Whether everybody is still to be walked by it. */
export function isWaiting(journey: StoredJourney): boolean {
  return !isWalked(journey) && !journey.isBroken;
}
