// Pure: what groups have in each reading of an index: single groups, and all but one.
import type { Group, Groups } from '../counts.ts';
import { lessCell } from '../rest.ts';
import type { CellOf } from './figure.ts';

/** Counts by reading. */
export type Readings = readonly Groups[];

export const cellIn =
  (readings: Readings, name: string, span: number): CellOf =>
  reading =>
    readings[reading]!.get(name)?.spans.get(span);

/** Everyone who is not in a group: sums are taken off, which is quicker than adding up all others. */
export const withoutCell =
  (everyone: CellOf, part: CellOf): CellOf =>
  reading =>
    lessCell(everyone(reading), part(reading));

/** The groups of all readings, each with all that was counted of it. */
export function unionOf(readings: Readings): Groups {
  const union = new Map<string, Group>();
  for (const groups of readings) {
    for (const [name, group] of groups) {
      const before = union.get(name);
      if (!before) union.set(name, { key: group.key, spans: new Map(group.spans) });
      else
        for (const [span, cell] of group.spans)
          before.spans.set(span, new Map([...cell, ...(before.spans.get(span) ?? [])]));
    }
  }
  return union;
}
