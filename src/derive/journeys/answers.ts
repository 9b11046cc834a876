// Pure: the moments at which an answer made a condition true, and kept it so.
import { parseDuration } from '../../base/time/duration.ts';
import type { AnswerCondition } from '../rules/conditions/answer.ts';
import { meets } from '../rules/number-test.ts';
import type { Occurrence } from './read-occurrences.ts';

/** `answers` in order, with values. Each is looked at with those before it that are no older than the window. */
export function whenAnswered(condition: AnswerCondition, answers: readonly Occurrence[]): Occurrence[] {
  const { latest, any, mean, within } = condition;
  const window = within === undefined ? Number.POSITIVE_INFINITY : parseDuration('within', within) * 1000;
  const sum = createSum();
  let from = 0;
  let lastMet = Number.NEGATIVE_INFINITY;
  return answers.filter((answer, i) => {
    const value = answer.value!;
    sum.add(value);
    for (; answers[from]!.at <= answer.at - window; from++) sum.add(-answers[from]!.value!);
    if (any && meets(any, value)) lastMet = answer.at;
    return (
      (!latest || meets(latest, value)) &&
      (!any || lastMet > answer.at - window) &&
      (!mean || meets(mean, sum.value() / (i - from + 1)))
    );
  });
}

/** A sum that keeps what rounding would lose, so that taking a number away leaves nothing of it behind. */
function createSum(): { add(value: number): void; value(): number } {
  let high = 0;
  let low = 0;
  return {
    add(value) {
      const sum = high + value;
      const added = sum - high;
      low += high - (sum - added) + (value - added);
      high = sum;
    },
    value: () => high + low,
  };
}
