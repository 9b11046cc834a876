// Pure: metrics that are the share of yes among n, in percent.
import type { Kind } from '../kinds.ts';
import type { States } from '../metric.ts';
import { compareProportions, proportionVariance, wilson } from '../statistics/proportion.ts';
import { type Formula, NOTHING } from './formula.ts';

export interface Share {
  readonly positive: number;
  /** What the share is of: need not be whole, as a market's size is not. */
  readonly of: number;
  /** What the value is made of, where that is not `of`. */
  readonly n?: number;
}

const PERCENT = 100;

export function shareFormula(read: (states: States) => Share): Formula {
  return {
    evaluate(states, confidence) {
      const { positive, of, n = of } = read(states);
      if (n <= 0 || of <= 0) return { ...NOTHING, n };
      const value = (PERCENT * positive) / of;
      // More than the whole: one of the two was recorded wrongly, and nothing tells how sure the share is.
      if (positive > of) return { value, n, interval: null, variance: null };
      const { low, high } = wilson(positive, of, confidence);
      return {
        value,
        n,
        interval: { low: PERCENT * low, high: PERCENT * high },
        variance: PERCENT ** 2 * proportionVariance(positive, of),
      };
    },
    compare(statesA, statesB) {
      const [a, b] = [read(statesA), read(statesB)];
      if (a.n === 0 || b.n === 0 || a.positive > a.of || b.positive > b.of) return null;
      return compareProportions(a.positive, a.of, b.positive, b.of);
    },
  };
}

/** The share of positive facts of one kind. */
export function positiveShare(kind: Kind): Formula {
  return shareFormula(states => {
    const { positive, n } = states.get(kind);
    return { positive, of: n };
  });
}
