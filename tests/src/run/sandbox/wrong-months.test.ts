// The sandbox's world: a rule that tests each month finds the ones that went wrong, when they do, and no other.
import { expect, it } from 'vitest';
import { judge, type Shown, type Trial } from '../../../../src/derive/alerts/judge.ts';
import { definitionOf } from '../../../../src/derive/metrics/definitions.ts';
import { statesOf } from '../../../../src/derive/metrics/metric.ts';
import { EMPTY } from '../../../../src/derive/metrics/state.ts';
import { MIGRATION_DAYS_AGO, REORGANISATION_DAYS_AGO } from '../../../../src/run/sandbox/story.ts';
import { DAY, wholeWorld } from './rows.ts';

const { world } = wholeWorld();
const month = (at: number) => new Date(at).toISOString().slice(0, 7);

interface Answer {
  readonly at: number;
  readonly score: number;
}

const MEASURES = {
  CSAT: { good: (score: number) => score >= 4, bad: () => false },
  NPS: { good: (score: number) => score >= 9, bad: (score: number) => score <= 6 },
} as const;
type Measure = keyof typeof MEASURES;

function shownOf(measure: Measure, answers: readonly Answer[]): { shown: Shown; states: ReturnType<typeof statesOf> } {
  const { good, bad } = MEASURES[measure];
  const count = (is: (score: number) => boolean) => answers.filter(({ score }) => is(score)).length;
  const state = { ...EMPTY, n: answers.length, positive: count(good), negative: count(bad) };
  const states = statesOf(new Map([[measure, state]]), 30);
  const { value, n, interval } = definitionOf(measure).evaluate(states, 0.95);
  return { shown: { value, n, interval: interval && { ...interval, confidence: 0.95 }, reliable: n >= 30 }, states };
}

/** "FELL 2025-11-20": months in which a look, at each answer and at the end, finds a change, with the day of the first. */
function changes(measure: Measure): string[] {
  const answers = world.invitations
    .filter(invitation => invitation.measure === measure && invitation.answer)
    .map(({ answer }) => answer!)
    .sort((a, b) => a.at - b.at);
  const months = [...Map.groupBy(answers, ({ at }) => month(at)).values()];
  // The first month is cut by the beginning of the history, the last one by its end.
  return months.slice(2, -1).flatMap((own, i) => {
    const before = shownOf(measure, months[i + 1]!);
    for (let n = 30; n <= own.length + 1; n++) {
      const isWhole = n > own.length;
      const { shown: figure, states } = shownOf(measure, own.slice(0, n));
      const pValue = definitionOf(measure).compare(states, before.states);
      const trial: Trial = { level: 0.05, groups: 1, isWhole, isHalved: true };
      const judgement = judge({ significantChange: true }, { figure, before: before.shown, pValue }, trial);
      if (judgement)
        return [`${judgement.finding} ${new Date(own[Math.min(n, own.length) - 1]!.at).toISOString().slice(0, 10)}`];
    }
    return [];
  });
}

it.each<Measure>(['CSAT', 'NPS'])('%s falls with the migration, and is found while the month goes on', measure => {
  const fell = changes(measure)
    .filter(text => text.startsWith('FELL'))
    .map(text => text.slice(5));
  expect(fell).toHaveLength(1);
  const days = (ago: number) => new Date(world.now - ago * DAY).toISOString().slice(0, 10);
  expect(fell[0]! >= days(MIGRATION_DAYS_AGO) && fell[0]! <= days(REORGANISATION_DAYS_AGO)).toBe(true);
});
