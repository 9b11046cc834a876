// Takes a rule as it was given: checked, and with every name in it known.
import type { Sql } from '../database/sql.ts';
import { checkRule } from './check-rule.ts';
import { inlineRule } from './inline-rule.ts';
import type { SegmentRule } from './rule.ts';
import { refuseUnknownNames } from './rule-names.ts';
import { readSegments, rulesOf, type StoredSegment } from './stored-segments.ts';

export interface Understood {
  /** As it is stored. */
  readonly checked: SegmentRule;
  /** With the rules of the segments that it names in their place. */
  readonly inlined: SegmentRule;
  /** All that there are. */
  readonly segments: readonly StoredSegment[];
}

/** `path` is where errors say that it stands. @throws UserError BAD_USER_INPUT */
export async function understandRule(sql: Sql, path: string, rule: unknown): Promise<Understood> {
  const checked = checkRule(path, rule);
  await refuseUnknownNames(sql, checked, path);
  const segments = await readSegments(sql);
  return { checked, inlined: inlineRule(checked, rulesOf(segments), path), segments };
}
