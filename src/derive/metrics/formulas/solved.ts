// Pure: shares of resolved cases, by what the bins of SOLVED say.
import { SOLVED_BINS } from '../kinds.ts';
import type { State } from '../state.ts';
import type { Formula } from './formula.ts';
import { shareFormula } from './share.ts';

type Test = (isFirstContact: boolean, isReopened: boolean) => boolean;

function countWhere({ bins }: State, test: Test): number {
  let count = 0;
  for (const [bin, cases] of bins) {
    if (test((bin & SOLVED_BINS.FIRST_CONTACT) !== 0, (bin & SOLVED_BINS.REOPENED) !== 0)) count += cases;
  }
  return count;
}

export function solvedShare(test: Test): Formula {
  return shareFormula(states => {
    const state = states.get('SOLVED');
    return { positive: countWhere(state, test), of: state.n };
  });
}
