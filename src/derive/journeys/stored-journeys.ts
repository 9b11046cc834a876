// Journeys as the table holds them.
import type { Sql } from '../../base/database/sql.ts';
import { isSetAsideSql } from '../evaluation/definitions.ts';
import type { Progress } from '../evaluation/progress.ts';
import type { Journey } from './definition.ts';

export interface StoredJourney extends Journey, Progress {
  /** The revision that everybody was walked by; null before the first time. */
  readonly walked: number | null;
}

/** In the order of their ids. */
export function readJourneys(sql: Sql): Promise<StoredJourney[]> {
  return sql.query<StoredJourney>(
    `select j.id, j.key, j.name, j.mode, j."window", j.stages, j.revision, t.revision as walked,
       j.revision is distinct from t.revision and not ${isSetAsideSql('j', 't')} as "isWaiting",
       t.begun_revision as begun, coalesce(t.reached, 0) as reached
     from journey j left join journey_state t on t.journey_id = j.id order by j.id`,
    [],
    'journeys-stored',
  );
}

export function isWalked({ revision, walked }: StoredJourney): boolean {
  return revision === walked;
}
