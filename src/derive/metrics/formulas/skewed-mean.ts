// Pure: metrics that are the mean of durations or amounts, whose few large values call for median and p90 beside it.
import type { FactKind } from '../kinds.ts';
import { logQuantile } from '../statistics/log-bins.ts';
import { compareMedians, medianInterval, medianVariance } from '../statistics/median.ts';
import { meanTerm } from '../terms.ts';
import type { Formula } from './formula.ts';
import { type Ends, meanFormula } from './mean.ts';

export function skewedMeanFormula(kind: FactKind, ends: Ends = {}): Formula {
  return {
    ...meanFormula(kind, ends, (state, confidence) => ({
      median: logQuantile(state.bins, 0.5),
      medianInterval: medianInterval(state, confidence),
      medianVariance: medianVariance(state),
      p90: logQuantile(state.bins, 0.9),
    })),
    terms: [meanTerm(kind)],
  };
}

/** Two values are compared by their medians, which a few large ones do not move. */
export function medianFormula(kind: FactKind, ends: Ends = {}): Formula {
  return {
    ...skewedMeanFormula(kind, ends),
    compares: 'MEDIAN',
    compare: (a, b) => compareMedians(a.get(kind), b.get(kind)),
  };
}
