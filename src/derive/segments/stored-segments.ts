// Segments as the table holds them, and which of them name which.
import type { Sql } from '../../base/database/sql.ts';
import { isSetAsideSql } from '../evaluation/definitions.ts';
import type { Progress } from '../evaluation/progress.ts';
import type { SegmentRule } from '../rules/rule.ts';

export interface StoredSegment extends Progress {
  readonly key: string;
  readonly name: string;
  readonly rule: SegmentRule;
  /** The revision that everybody was evaluated by; null before the first time. */
  readonly evaluated: number | null;
}

/** In the order of their ids. */
export function readSegments(sql: Sql): Promise<StoredSegment[]> {
  return sql.query<StoredSegment>(
    `select s.id, s.key, s.name, s.rule, s.revision, t.revision as evaluated,
       s.revision is distinct from t.revision and not ${isSetAsideSql('s', 't')} as "isWaiting",
       t.begun_revision as begun, coalesce(t.reached, 0) as reached
     from segment s left join segment_state t on t.segment_id = s.id order by s.id`,
    [],
    'segments-stored',
  );
}

export function isEvaluated({ revision, evaluated }: StoredSegment): boolean {
  return revision === evaluated;
}

/** Held while segments are saved or deleted, so that none comes to name itself or one that goes. */
export async function lockSegments(tx: Sql): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('cxgraph.segments'))`);
}
