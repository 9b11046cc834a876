// Segments as the table holds them, and which of them name which.
import type { Sql } from '../database/sql.ts';
import { isSetAsideSql } from '../refresh/definitions.ts';
import type { Progress } from '../refresh/progress.ts';
import type { SegmentRule } from './rule.ts';

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

/** The rule behind a key, as inlining asks for it. */
export function rulesOf(
  segments: readonly Pick<StoredSegment, 'key' | 'rule'>[],
): (key: string) => SegmentRule | undefined {
  const byKey = new Map(segments.map(({ key, rule }) => [key, rule]));
  return key => byKey.get(key);
}

/** Keys of the segments that a rule names itself. */
export function segmentsNamed(rule: SegmentRule): string[] {
  const inner = [...(rule.all ?? []), ...(rule.any ?? []), ...(rule.not ? [rule.not] : [])];
  return [...(rule.segment === undefined ? [] : [rule.segment]), ...inner.flatMap(segmentsNamed)];
}

/** Those that name this key, directly or through others. */
export function dependentsOf<T extends Pick<StoredSegment, 'key' | 'rule'>>(key: string, segments: readonly T[]): T[] {
  const reached = new Set([key]);
  const dependents: T[] = [];
  for (let before = -1; before < dependents.length; ) {
    before = dependents.length;
    for (const segment of segments) {
      if (reached.has(segment.key) || !segmentsNamed(segment.rule).some(named => reached.has(named))) continue;
      reached.add(segment.key);
      dependents.push(segment);
    }
  }
  return dependents;
}

/** Held while segments are saved or deleted, so that none comes to name itself or one that goes. */
export async function lockSegments(tx: Sql): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('cxgraph.segments'))`);
}
