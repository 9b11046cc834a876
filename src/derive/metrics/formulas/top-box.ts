// Pure: metrics of answers that are the share of positive answers, with the scores behind it.
import type { FactKind } from '../kinds.ts';
import { shareTerm } from '../terms.ts';
import { scoreDistribution } from './distribution.ts';
import type { Formula } from './formula.ts';
import { positiveShare } from './share.ts';

export function topBoxFormula(kind: FactKind): Formula {
  const share = positiveShare(kind);
  return {
    ...share,
    evaluate: (states, confidence) => ({
      ...share.evaluate(states, confidence),
      distribution: scoreDistribution(states.get(kind)),
    }),
    terms: [shareTerm(kind)],
  };
}
