// Pure: how often each score was given, from the bins of a state.
import { SCORE_BIN } from '../kinds.ts';
import type { Evaluation } from '../metric.ts';
import type { State } from '../state.ts';

/** By score, ascending; null without answers. Scores are told apart to a hundredth. */
export function scoreDistribution(state: State): NonNullable<Evaluation['distribution']> | null {
  if (state.n === 0) return null;
  return [...state.bins]
    .filter(([, count]) => count > 0)
    .sort(([a], [b]) => a - b)
    .map(([bin, count]) => ({ score: bin / SCORE_BIN, count }));
}
