// Pure: metrics that are the mean of durations or amounts, whose few large values call for median and p90 beside it.
import type { FactKind } from '../kinds.ts';
import { logQuantile } from '../statistics/log-bins.ts';
import { meanTerm } from '../terms.ts';
import type { Formula } from './formula.ts';
import { type Ends, meanFormula } from './mean.ts';

export function skewedMeanFormula(kind: FactKind, ends: Ends = {}): Formula {
  return {
    ...meanFormula(kind, ends, ({ bins }) => ({ median: logQuantile(bins, 0.5), p90: logQuantile(bins, 0.9) })),
    terms: [meanTerm(kind)],
  };
}
