// Pure: shares of resolved cases, by what the bins of SOLVED say.
import { type BinTest, countWhere, shareTerm } from '../terms.ts';
import type { Formula } from './formula.ts';
import { shareFormula } from './share.ts';

export function solvedShare(yes: BinTest): Formula {
  return {
    ...shareFormula(states => {
      const state = states.get('SOLVED');
      return { positive: countWhere(state, yes), of: state.n };
    }),
    terms: [shareTerm('SOLVED', yes)],
  };
}
