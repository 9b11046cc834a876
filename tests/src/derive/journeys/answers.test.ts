// When an answer brings somebody into a stage.
import { expect, test } from 'vitest';
import { whenAnswered } from '../../../../src/derive/journeys/answers.ts';
import type { AnswerCondition } from '../../../../src/derive/rules/conditions/answer.ts';

const HOUR = 3_600_000_000;

/** Which of these answers, one an hour. */
function which(condition: Omit<AnswerCondition, 'measure'>, values: readonly number[]): number[] {
  const answers = values.map((value, i) => ({ at: i * HOUR, source: i, value }));
  return whenAnswered({ measure: 'NPS', ...condition }, answers).map(answer => answer.source!);
}

test.each<[string, Omit<AnswerCondition, 'measure'>, readonly number[], readonly number[]]>([
  ['any answer', {}, [0, 10], [0, 1]],
  ['one that meets the test itself', { latest: { gte: 9 } }, [9, 3, 10], [0, 2]],
  ['one after such a one', { any: { gte: 9 } }, [3, 9, 0, 0], [1, 2, 3]],
  ['one no later than that', { any: { gte: 9 }, within: 'PT2H' }, [3, 9, 0, 0], [1, 2]],
  ['one that makes the mean', { mean: { gte: 5 } }, [5, 0, 10, 4], [0, 2]],
  ['one that makes the mean of some', { mean: { gte: 5 }, within: 'PT2H' }, [5, 0, 10, 4], [0, 2, 3]],
  ['one that meets all tests', { latest: { lt: 9 }, any: { eq: 9 } }, [9, 8, 9], [1]],
])('%s', (_, condition, values, expected) => {
  expect(which(condition, values)).toEqual(expected);
});

test('the mean forgets what is too old, without a trace', () => {
  const values = [1e15, 0.1, 0.2, 0.3];
  // 0.2 and 0.3, once those before are out of the window.
  expect(which({ mean: { eq: 0.25 }, within: 'PT2H' }, values)).toEqual([3]);
});
