// Pure: everyone who is not in a group, by taking off the group's sums.
import { type Counts, NOTHING } from './counts.ts';
import type { Kind } from './kinds.ts';
import type { State } from './state.ts';
import type { Cell } from './value.ts';

/** `part` is wholly in `all`. */
export function lessCell(all: Cell | undefined, part: Cell | undefined): Cell | undefined {
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
