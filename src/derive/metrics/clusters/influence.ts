// Pure: how far each customer moves a figure, and from that its variance: people answer more than once, and components of an
// index share them.
import type { FactKind } from '../kinds.ts';
import type { State } from '../state.ts';
import { isConstant, type Term } from '../terms.ts';

/** A term of a figure; its place in a list is its number. */
export interface PlacedTerm extends Term {
  /** Which component of an index it belongs to; of a metric, which side of a comparison. */
  readonly component: number;
}

/** To first order the figure moves by slope · (y − mean) with each fact of the term. */
export interface Linear {
  readonly slope: number;
  readonly mean: number;
}

/** By term; null where it does not move the figure. */
export type Linearized = readonly (Linear | null)[];

/** The delta method for ratios of sums: factor · Σy / N moves by factor / N · (y − Σy / N) with each fact. */
export function linearize(
  terms: readonly PlacedTerm[],
  slopes: readonly number[],
  stateOf: (component: number, kind: FactKind) => State,
): Linearized {
  return terms.map(({ component, kind, y, factor }) => {
    const state = stateOf(component, kind);
    const slope = slopes[component]!;
    if (slope === 0 || state.n === 0) return null;
    return { slope: (slope * factor) / state.n, mean: y.moments(state).sum / state.n };
  });
}

/** Whether all facts of a component are alike: then nothing in them tells how sure it is. */
export function showsNoSpread(
  terms: readonly PlacedTerm[],
  component: number,
  stateOf: (component: number, kind: FactKind) => State,
): boolean {
  return terms.every(term => term.component !== component || isConstant(stateOf(component, term.kind), term.y));
}

/** Sums over the facts of one customer and term: row i of each column. */
export interface CustomerSums {
  readonly subject: ArrayLike<number>;
  readonly term: ArrayLike<number>;
  readonly n: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

/** Some rows of the sums. */
export interface Rows {
  readonly sums: CustomerSums;
  readonly rows: Iterable<number>;
}

export const NO_ROWS: Rows = { sums: { subject: [], term: [], n: [], y: [] }, rows: [] };

/** By customer. */
export type Influences = Map<number, number>;

/** Adds what the rows say to what is known of each customer; `sign` −1 for the side that is taken off. */
export function addInfluences(into: Influences, { sums, rows }: Rows, linear: Linearized, sign: 1 | -1 = 1): void {
  for (const row of rows) {
    const part = linear[sums.term[row]!];
    if (!part) continue;
    const subject = sums.subject[row]!;
    const moved = sign * part.slope * (sums.y[row]! - part.mean * sums.n[row]!);
    into.set(subject, (into.get(subject) ?? 0) + moved);
  }
}

export interface Clustered {
  /** Squared standard error of the figure, from the parts that can be taken apart by customer. */
  readonly variance: number;
  /** Customers that it rests on. */
  readonly customers: number;
}

/** Σz² · C/(C − 1), each customer standing for `weightOf` customers. Needs two; less has no variance (0). */
export function clusteredVariance(influences: Influences, weightOf: (subject: number) => number): Clustered {
  let sum = 0;
  for (const [subject, z] of influences) sum += weightOf(subject) * z * z;
  const customers = influences.size;
  return { variance: customers > 1 ? (sum * customers) / (customers - 1) : 0, customers };
}
