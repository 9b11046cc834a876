// Pure: what was counted, each answer with the weight of those who gave it.
import { groupName } from '../counts.ts';
import type { Kind } from '../kinds.ts';
import { EMPTY, fewer, merge, type State } from '../state.ts';
import type { Cell } from '../value.ts';

interface WeightedCounts {
  /** Of weighted facts. */
  readonly state: State;
  /** Facts without weights, of those that count. */
  readonly n: number;
  /** Sum of squared weights. */
  readonly squares: number;
}

export type WeightedCell = ReadonlyMap<Kind, WeightedCounts>;

const NOTHING: WeightedCounts = { state: EMPTY, n: 0, squares: 0 };

/** One kind of one cell, with the weight that its people have. */
export function weigh(state: State, weight: number): WeightedCounts {
  if (weight <= 0) return NOTHING;
  return { state: fewer(state, 1 / weight), n: state.n, squares: weight * weight * state.n };
}

function plus(a: WeightedCounts, b: WeightedCounts): WeightedCounts {
  return { state: merge(a.state, b.state), n: a.n + b.n, squares: a.squares + b.squares };
}

export function addWeighted(into: Map<Kind, WeightedCounts>, kind: Kind, counts: WeightedCounts): void {
  into.set(kind, plus(into.get(kind) ?? NOTHING, counts));
}

export function weightedTogether(cells: Iterable<WeightedCell>): WeightedCell {
  const union = new Map<Kind, WeightedCounts>();
  for (const cell of cells) for (const [kind, counts] of cell) addWeighted(union, kind, counts);
  return union;
}

/**
 * As if so many answers had been given as were: their sums hold the weights. `effect` is Kish's design effect,
 * n·Σw²/(Σw)², of the kind where it is greatest: by how much unequal weights widen the variance.
 */
export function settled(cell: WeightedCell): { cell: Cell; effect: number } {
  let effect = 1;
  const counts = [...cell].flatMap(([kind, { state, n, squares }]) => {
    if (n === 0) return [];
    effect = Math.max(effect, (n * squares) / state.n ** 2);
    return [[kind, { state: fewer(state, state.n / n), slots: 0, people: null }] as const];
  });
  return { cell: new Map(counts), effect };
}

/** By group and span. */
export type WeightedGroups = ReadonlyMap<string, ReadonlyMap<number, WeightedCell>>;

/** The group's own keys come before those that the weight goes by. */
export function splitKey(key: readonly string[], own: number): { group: string; cell: string } {
  return { group: groupName(key.slice(0, own)), cell: groupName(key.slice(own)) };
}
