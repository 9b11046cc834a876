// Pure: metrics that count, as draws of a Poisson variable.
import type { Kind } from '../kinds.ts';
import type { States } from '../metric.ts';
import { compareRates, poissonInterval } from '../statistics/count.ts';
import { type Formula, NOTHING } from './formula.ts';

/** `exposure` is what two counts are compared by: the days of a flow, 1 of a stock. */
export function countFormula(kind: Kind, exposure: (states: States) => number): Formula {
  return {
    evaluate(states, confidence) {
      const { n } = states.get(kind);
      if (n === 0) return NOTHING;
      return { value: n, n, interval: poissonInterval(n, confidence), variance: n };
    },
    compare(a, b) {
      const [countA, countB] = [a.get(kind).n, b.get(kind).n];
      return countA > 0 && countB > 0 ? compareRates(countA, exposure(a), countB, exposure(b)) : null;
    },
  };
}
