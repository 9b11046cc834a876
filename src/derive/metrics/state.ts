// Pure: what is known of a set of facts. Two states merge into the state of the union.

export interface State {
  /** Facts; customers for kinds that count customers. */
  readonly n: number;
  /** Facts whose value is good by the rule of its question: at or above the positive mark. */
  readonly positive: number;
  /** Facts whose value is bad: NPS 0–6, the bottom boxes of effectiveness, ease and emotion. */
  readonly negative: number;
  /** Of the values. */
  readonly sum: number;
  /** Of the squared values. */
  readonly squares: number;
  /** Count by bin (see kinds.ts). */
  readonly bins: ReadonlyMap<number, number>;
  /** Facts by unit: scale, currency, or "". More than one means that values must not be averaged. */
  readonly units: ReadonlyMap<string, number>;
}

export const EMPTY: State = Object.freeze({
  n: 0,
  positive: 0,
  negative: 0,
  sum: 0,
  squares: 0,
  bins: new Map(),
  units: new Map(),
});

export function merge(a: State, b: State): State {
  if (a.n === 0 && a.sum === 0) return b;
  return {
    n: a.n + b.n,
    positive: a.positive + b.positive,
    negative: a.negative + b.negative,
    sum: a.sum + b.sum,
    squares: a.squares + b.squares,
    bins: added(a.bins, b.bins),
    units: added(a.units, b.units),
  };
}

/** As if every so many facts were one: what is left of them when the same people answer more than once. */
export function fewer(state: State, effect: number): State {
  const each = <K>(counts: ReadonlyMap<K, number>) => new Map([...counts].map(([key, count]) => [key, count / effect]));
  return {
    n: state.n / effect,
    positive: state.positive / effect,
    negative: state.negative / effect,
    sum: state.sum / effect,
    squares: state.squares / effect,
    bins: each(state.bins),
    units: state.units,
  };
}

function added<K>(a: ReadonlyMap<K, number>, b: ReadonlyMap<K, number>): Map<K, number> {
  const sums = new Map(a);
  for (const [key, count] of b) sums.set(key, (sums.get(key) ?? 0) + count);
  return sums;
}
