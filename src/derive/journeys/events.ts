// Pure: what of a customer's history brings them into which stage of a journey.
import { whenAnswered } from './answers.ts';
import { INTERACTION_MOMENTS, type Journey, type StageRule } from './definition.ts';
import type { Occurrence } from './read-occurrences.ts';
import { leavesOf, type SignalTable } from './signals.ts';

export interface StageEvent {
  /** Place of the stage, from 0. */
  readonly stage: number;
  /** Microseconds since 1970. */
  readonly at: number;
  readonly source: number | null;
  /** Which moment of its source it is: a case that was answered and resolved is two things. */
  readonly moment: number;
}

/** Gives the events of a journey in the order in which they are walked. */
export type FindEvents = (occurrences: readonly (readonly Occurrence[])[]) => StageEvent[];

export function eventsOf(journey: Pick<Journey, 'stages'>, table: SignalTable): FindEvents {
  const leaves = journey.stages.flatMap(({ rule }, stage) =>
    leavesOf(rule).map(leaf => ({ stage, signal: table.of(leaf), moment: momentOf(leaf), matching: matcherOf(leaf) })),
  );
  return occurrences =>
    leaves
      .flatMap(({ stage, signal, moment, matching }) =>
        matching(occurrences[signal]!).map(({ at, source }) => ({ stage, at, source, moment })),
      )
      .sort(byTime);
}

type Matcher = (occurrences: readonly Occurrence[]) => readonly Occurrence[];

function matcherOf({ interaction, answer }: StageRule): Matcher {
  if (answer) return answers => (answers.length === 0 ? answers : whenAnswered(answer, answers));
  const before = (interaction?.nth ?? 1) - 1;
  return before === 0 ? all => all : all => all.slice(before);
}

/** That somebody answered is one thing, and what they answered another: the one may ask for a review, the other praise. */
function momentOf({ interaction, answer }: StageRule): number {
  if (answer) return answer.latest || answer.any || answer.mean ? WHAT_WAS_SAID : ANSWER_CAME;
  return INTERACTION_MOMENTS.indexOf(interaction?.moment ?? 'OCCURRED');
}

const ANSWER_CAME = INTERACTION_MOMENTS.length;
const WHAT_WAS_SAID = ANSWER_CAME + 1;

const LAST = Number.POSITIVE_INFINITY;

function byTime(a: StageEvent, b: StageEvent): number {
  return a.at - b.at || a.stage - b.stage || bySource(a.source ?? LAST, b.source ?? LAST) || a.moment - b.moment;
}

function bySource(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
