// Pure: what groups have in each reading of an index: single groups, and all but one.
import { type Counts, type Group, type Groups, NOTHING } from '../cell-state.ts';
import type { Kind } from '../kinds.ts';
import type { State } from '../state.ts';
import type { Cell } from '../value.ts';
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
    less(everyone(reading), part(reading));

function less(all: Cell | undefined, part: Cell | undefined): Cell | undefined {
  if (!all || !part) return all;
  return new Map([...all].map(([kind, counts]): [Kind, Counts] => [kind, lessCounts(counts, part.get(kind))]));
}

function lessCounts(all: Counts, part: Counts = NOTHING): Counts {
  const [a, b] = [all.state, part.state];
  const state: State = {
    n: a.n - b.n,
    positive: a.positive - b.positive,
    negative: a.negative - b.negative,
    sum: a.sum - b.sum,
    squares: a.squares - b.squares,
    bins: lessEach(a.bins, b.bins),
    units: lessEach(a.units, b.units),
  };
  // How many people are left is not known, and nobody is shown them.
  return { state, slots: all.slots, people: null };
}

function lessEach<K>(all: ReadonlyMap<K, number>, part: ReadonlyMap<K, number>): Map<K, number> {
  return new Map(
    [...all].map(([key, n]): [K, number] => [key, n - (part.get(key) ?? 0)]).filter(([, count]) => count > 0),
  );
}

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
