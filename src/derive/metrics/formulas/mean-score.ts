// Pure: metrics that are the mean score of answers or texts, with the scores behind it.
import type { FactKind } from '../kinds.ts';
import { meanTerm } from '../terms.ts';
import { scoreDistribution } from './distribution.ts';
import type { Formula } from './formula.ts';
import { type Ends, meanFormula } from './mean.ts';

export function meanScoreFormula(kind: FactKind, ends: Ends = {}): Formula {
  return {
    ...meanFormula(kind, ends, state => ({ distribution: scoreDistribution(state) })),
    terms: [meanTerm(kind)],
  };
}
