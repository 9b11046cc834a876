// Pure: metrics that are the mean of the values of one kind of fact.
import type { Kind } from '../kinds.ts';
import type { Bounds, Evaluation } from '../metric.ts';
import type { State } from '../state.ts';
import { compareMeans, meanInterval, meanOf, meanVariance } from '../statistics/mean.ts';
import type { Formula } from './formula.ts';

export interface Ends {
  readonly min?: number;
  readonly max?: number;
}

/** `extras` adds what the kind's bins tell. Intervals are cut at the ends of what is possible. */
export function meanFormula(
  kind: Kind,
  { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY }: Ends = {},
  extras: (state: State, confidence: number) => Partial<Evaluation> = () => ({}),
): Formula {
  const cut = ({ low, high }: Bounds) => ({ low: Math.max(min, low), high: Math.min(max, high) });
  return {
    evaluate(states, confidence) {
      const state = states.get(kind);
      const interval = meanInterval(state, confidence);
      return {
        value: meanOf(state),
        n: state.n,
        interval: interval && cut(interval),
        variance: meanVariance(state),
        ...extras(state, confidence),
      };
    },
    compare: (a, b) => compareMeans(a.get(kind), b.get(kind)),
  };
}
