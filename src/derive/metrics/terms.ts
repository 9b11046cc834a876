// Pure: metrics that are a sum over facts divided by their number, and so can be taken apart by customer.
import type { FactKind } from './kinds.ts';
import type { State } from './state.ts';

/** A metric is the sum of its terms: factor · (sum of y) / (number of facts). */
export interface Term {
  readonly kind: FactKind;
  readonly y: Measured;
  readonly factor: number;
}

/** What one fact counts for. */
export interface Measured {
  /** SQL, given the alias of the fact. */
  sql(fact: string): string;
  /** Sum of y and of its squares over all facts of a state. */
  moments(state: State): Moments;
}

export interface Moments {
  readonly sum: number;
  readonly squares: number;
}

const SIGN: Measured = {
  sql: f => `${f}.sign`,
  moments: ({ positive, negative }) => ({ sum: positive - negative, squares: positive + negative }),
};
const POSITIVE: Measured = {
  sql: f => `(${f}.sign = 1)::int`,
  moments: ({ positive }) => ({ sum: positive, squares: positive }),
};
const NEGATIVE: Measured = {
  sql: f => `(${f}.sign = -1)::int`,
  moments: ({ negative }) => ({ sum: negative, squares: negative }),
};
const VALUE: Measured = { sql: f => `${f}.value`, moments: state => state };

/** A yes or no that the bin of a fact tells. */
export interface BinTest {
  test(bin: number): boolean;
  /** The same in SQL. */
  sql(bin: string): string;
}

export function countWhere({ bins }: State, { test }: BinTest): number {
  let count = 0;
  for (const [bin, facts] of bins) if (test(bin)) count += facts;
  return count;
}

const binMeasured = (yes: BinTest): Measured => ({
  sql: f => `(${yes.sql(`${f}.bin`)})::int`,
  moments(state) {
    const sum = countWhere(state, yes);
    return { sum, squares: sum };
  },
});

/** Good ones less bad ones, as points; `parts` is how many such terms the metric is the mean of. */
export const netTerm = (kind: FactKind, parts = 1): Term => ({ kind, y: SIGN, factor: 100 / parts });
/** The share of good ones, or of those whose bin says yes, in percent. */
export const shareTerm = (kind: FactKind, yes?: BinTest): Term => ({
  kind,
  y: yes ? binMeasured(yes) : POSITIVE,
  factor: 100,
});
/** The share of bad ones, in percent. */
export const badTerm = (kind: FactKind): Term => ({ kind, y: NEGATIVE, factor: 100 });
export const meanTerm = (kind: FactKind): Term => ({ kind, y: VALUE, factor: 1 });

/** What rounding leaves of the spread of equal values, as a part of their mean square. */
const ROUNDING = 1e-12;

/** Whether all facts have the same y. */
export function isConstant(state: State, y: Measured): boolean {
  const { sum, squares } = y.moments(state);
  return squares - (sum * sum) / state.n <= ROUNDING * squares;
}
