// Pure: how much more a value varies because the same people answer more than once: its design effect (Kish 1965).
import type { Kind } from '../kinds.ts';
import type { State } from '../state.ts';
import { isConstant } from '../terms.ts';
import {
  addInfluences,
  clusteredVariance,
  type Influences,
  type Linearized,
  linearize,
  type PlacedTerm,
  type Rows,
} from './influence.ts';
import type { Known } from './read-clusters.ts';

/** What was counted in a cell, and what is known of its customers. */
export interface ClusteredCell extends Rows {
  /** The terms of this component are the cell's. */
  readonly component: number;
  stateOf(kind: Kind): State;
}

/** Of a sample, so many customers of a cell at least tell its variance; with fewer, the cells around it tell more. */
export const ENOUGH_CUSTOMERS = 50;

/** 1 when each fact is a customer's own, and never less: two answers of one person do not tell more than those of two. */
export interface DesignEffects {
  /** `pooled` is that of the cells around, where the cell itself has too few customers to tell. */
  of(cell: ClusteredCell, pooled: () => number): number;
  /** Of the difference between two cells, whose customers, and facts, may be the same. */
  ofDifference(a: ClusteredCell, b: ClusteredCell, pooled: () => number): number;
  /** Of cells together, the larger ones counting more. */
  pooled(cells: readonly ClusteredCell[]): number;
}

export function designEffects({ weightOf, isWhole }: Known, terms: readonly PlacedTerm[]): DesignEffects {
  const isOf = ({ component }: ClusteredCell) => terms.filter(term => term.component === component);
  const linearOf = (cell: ClusteredCell): Linearized =>
    linearize(terms, slopesOf(terms, cell.component), (_, kind) => cell.stateOf(kind));
  const clustered = (a: ClusteredCell, b?: ClusteredCell) => {
    const influences: Influences = new Map();
    addInfluences(influences, a, linearOf(a));
    if (b) addInfluences(influences, b, linearOf(b), -1);
    return clusteredVariance(influences, weightOf);
  };
  /** As if each fact were of another customer. */
  const plain = (cell: ClusteredCell) =>
    isOf(cell).reduce((sum, { kind, y, factor }) => {
      const state = cell.stateOf(kind);
      if (state.n < 2 || isConstant(state, y)) return sum;
      const moments = y.moments(state);
      const spread = moments.squares - moments.sum ** 2 / state.n;
      return sum + (factor * factor * spread) / (state.n - 1) / state.n;
    }, 0);
  /** Where all facts are alike, or one customer has all, each customer counts as one fact. */
  const highest = (cell: ClusteredCell) => Math.max(1, ...isOf(cell).map(term => sizes(cell, terms.indexOf(term))));
  const sizes = ({ sums, rows }: ClusteredCell, term: number) => {
    const bySubject = new Map<number, number>();
    for (const row of rows) {
      if (sums.term[row] !== term) continue;
      bySubject.set(sums.subject[row]!, (bySubject.get(sums.subject[row]!) ?? 0) + sums.n[row]!);
    }
    let [all, squares] = [0, 0];
    for (const [subject, n] of bySubject) {
      all += weightOf(subject) * n;
      squares += weightOf(subject) * n * n;
    }
    return all > 0 ? squares / all : 1;
  };
  const enough = (customers: number) => (isWhole ? customers > 1 : customers >= ENOUGH_CUSTOMERS);
  return {
    of(cell, pooled) {
      const apart = plain(cell);
      if (apart === 0) return isWhole ? highest(cell) : Math.max(highest(cell), pooled());
      const { variance, customers } = clustered(cell);
      if (enough(customers)) return atLeastOne(variance / apart);
      return isWhole ? highest(cell) : Math.max(1, pooled());
    },
    ofDifference(a, b, pooled) {
      const apart = plain(a) + plain(b);
      const isDirect = [a, b].every(cell => enough(clustered(cell).customers));
      if (apart > 0 && isDirect) return atLeastOne(clustered(a, b).variance / apart);
      return Math.max(this.of(a, pooled), this.of(b, pooled));
    },
    pooled(cells) {
      let [together, apart] = [0, 0];
      for (const cell of cells) {
        const n = isOf(cell).reduce((sum, { kind }) => sum + cell.stateOf(kind).n, 0);
        apart += n * n * plain(cell);
        together += n * n * clustered(cell).variance;
      }
      return apart > 0 ? atLeastOne(together / apart) : 1;
    },
  };
}

/** What rounding leaves of 1. */
const ROUNDING = 1e-9;
const atLeastOne = (effect: number) => (effect > 1 + ROUNDING ? effect : 1);

function slopesOf(terms: readonly PlacedTerm[], component: number): number[] {
  const last = Math.max(component, ...terms.map(term => term.component));
  return Array.from({ length: last + 1 }, (_, i) => (i === component ? 1 : 0));
}
