// Pure: what journeys need to know of customers, each thing once however many stages ask for it.
import type { AnswerCondition } from '../rules/conditions/answer.ts';
import type { InteractionMatch, InvitationMatch, Journey, StageRule } from './definition.ts';

export interface InteractionSignal extends Omit<InteractionMatch, 'nth' | 'moment'> {
  readonly moment: NonNullable<InteractionMatch['moment']>;
}

/** One kind of thing that may happen, by which its occurrences are fetched. */
export type Signal =
  | { readonly interaction: InteractionSignal }
  | { readonly lifecycleStage: NonNullable<StageRule['lifecycleStage']> }
  | { readonly measure: AnswerCondition['measure'] }
  | { readonly invitation: InvitationMatch };

export interface SignalTable {
  readonly signals: readonly Signal[];
  /** The number of the signal that a rule looks at; the rule must not be `any`. */
  of(rule: StageRule): number;
}

export function signalsOf(journeys: readonly Pick<Journey, 'stages'>[]): SignalTable {
  const numbers = new Map<string, number>();
  const signals: Signal[] = [];
  for (const leaf of journeys.flatMap(journey => journey.stages.flatMap(stage => leavesOf(stage.rule)))) {
    const signal = signalOf(leaf);
    const key = JSON.stringify(signal);
    if (numbers.has(key)) continue;
    numbers.set(key, signals.length);
    signals.push(signal);
  }
  return { signals, of: rule => numbers.get(JSON.stringify(signalOf(rule)))! };
}

/** The rules that look at something themselves. */
export function leavesOf(rule: StageRule): StageRule[] {
  return rule.any ? rule.any.flatMap(leavesOf) : [rule];
}

function signalOf({ interaction, lifecycleStage, answer, invitation }: StageRule): Signal {
  if (interaction) {
    const { kind, channel, touchpoint, moment = 'OCCURRED' } = interaction;
    return { interaction: { kind, channel, touchpoint, moment } };
  }
  if (lifecycleStage) return { lifecycleStage };
  if (answer) return { measure: answer.measure };
  return { invitation: { survey: invitation!.survey, surveyKind: invitation!.surveyKind } };
}
