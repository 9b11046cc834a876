// Pure: metrics of answers that are the share of positive answers minus the share of negative ones, in points.
import type { FactKind } from '../kinds.ts';
import { adjustedNet, compareNets, npsInterval, plainNet } from '../statistics/net.ts';
import { netTerm } from '../terms.ts';
import { scoreDistribution } from './distribution.ts';
import { type Formula, NOTHING } from './formula.ts';

export function netBoxFormula(kind: FactKind): Formula {
  return {
    evaluate(states, confidence) {
      const state = states.get(kind);
      const { positive, negative, n } = state;
      if (n === 0) return { ...NOTHING, distribution: null };
      return {
        value: plainNet(positive, negative, n).score,
        n,
        interval: npsInterval(positive, negative, n, confidence),
        variance: adjustedNet(positive, negative, n).error ** 2,
        distribution: scoreDistribution(state),
      };
    },
    compare(statesA, statesB) {
      const [a, b] = [statesA.get(kind), statesB.get(kind)];
      return compareNets([a.positive, a.negative, a.n], [b.positive, b.negative, b.n]);
    },
    terms: [netTerm(kind)],
  };
}
