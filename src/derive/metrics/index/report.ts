// Pure: the groups of an index report, from what was counted and what single customers did.
import { groupName, WHOLE } from '../counts.ts';
import type { DimensionValue } from '../labels.ts';
import { isOver } from '../period.ts';
import { compareIndex, type IndexComparison } from './compare.ts';
import type { IndexDefinition } from './definition.ts';
import type { IndexValue } from './evaluate.ts';
import { type IndexData, sidesOf } from './sides.ts';

export interface IndexPoint {
  /** First and last day. */
  readonly start: string;
  readonly end: string;
  /** False where it is not over, or cut off at an end of the period. */
  readonly complete: boolean;
  readonly value: IndexValue;
  /** Beside the point before it, where that was asked for; null for the first. */
  readonly comparison: IndexComparison | null;
}
export interface IndexGroup {
  readonly by: readonly DimensionValue[];
  readonly total: IndexValue;
  readonly comparison: IndexComparison | null;
  readonly points: readonly IndexPoint[];
}
export interface IndexReport {
  readonly definition: IndexDefinition;
  readonly asOf: Date;
  readonly groups: readonly IndexGroup[];
}

export function reportGroups(
  data: IndexData & { readonly keys: readonly (readonly string[])[] },
): Omit<IndexGroup, 'by'>[] {
  const { layout, keys } = data;
  const { buckets, now } = layout;
  const names = keys.map(groupName);
  const show = sidesOf(data, names);
  const comparisons = compareIndex(data.plan, layout, show, names);
  return names.map((name, i) => ({
    total: show.value(show.at(name, WHOLE)),
    comparison: comparisons.totals[i] ?? null,
    points: buckets.map((bucket, at) => ({
      start: bucket.start,
      end: bucket.end,
      complete: bucket.isWhole && isOver(bucket, now),
      value: show.value(show.at(name, at)),
      comparison: comparisons.points[i]?.[at] ?? null,
    })),
  }));
}
