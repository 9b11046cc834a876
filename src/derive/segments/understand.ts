// Takes a rule as it was given: checked, and with every name in it known.
import type { Sql } from '../../base/database/sql.ts';
import { checkRule } from '../rules/check-rule.ts';
import { inlineRule } from '../rules/inline-rule.ts';
import { rulesOf } from '../rules/names.ts';
import type { SegmentRule } from '../rules/rule.ts';
import { refuseUnknownNames } from '../rules/unknown-names.ts';
import { readSegments, type StoredSegment } from './stored-segments.ts';

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
