// Pure: what is given as a journey becomes a definition, or is refused with the path of what is wrong.
import { z } from 'zod';
import { CHANNELS, INTERACTION_KINDS, LIFECYCLE_STAGES, SURVEY_KINDS } from '../../../connectors/vocabulary.ts';
import { key, nameOf, oneOf, parts, shown, takeInput, text, word } from '../../base/input.ts';
import { parseDuration } from '../../base/time/duration.ts';
import { severalOf } from '../rules/check-rule.ts';
import { answer } from '../rules/conditions/answer.ts';
import { duration } from '../rules/duration.ts';
import {
  INTERACTION_MOMENTS,
  JOURNEY_MODES,
  JOURNEY_PHASES,
  type Journey,
  type JourneyMode,
  type JourneyPhase,
  type Stage,
  type StageRule,
} from './definition.ts';
import { leavesOf } from './signals.ts';

export interface SaveJourneyInput {
  /** Small letters, digits and dashes. */
  readonly key: string;
  readonly name: string;
  /** ORDERED when absent. */
  readonly mode?: JourneyMode | null;
  /** ISO 8601, such as P60D; no end when absent. */
  readonly window?: string | null;
  /** In order. */
  readonly stages: readonly JourneyStageInput[];
}

export interface JourneyStageInput {
  /** Small letters, digits and dashes. */
  readonly key: string;
  readonly name: string;
  readonly phase: JourneyPhase;
  /** As it was given. */
  readonly rule: unknown;
}

const MOST_STAGES = 20;
const MOST_CONDITIONS = 200;
const DEEPEST = 5;
const LATEST_NTH = 1000;

const NTH = {
  error: (issue: { readonly input?: unknown }) =>
    `"nth" is a whole number from 1 to ${LATEST_NTH}, not ${shown(issue.input)}.`,
};

const interaction = parts({
  kind: word(INTERACTION_KINDS).optional(),
  channel: word(CHANNELS).optional(),
  touchpoint: text.optional(),
  nth: z.int(NTH).min(1, NTH).max(LATEST_NTH, NTH).optional(),
  moment: word(INTERACTION_MOMENTS).optional(),
}).refine(({ kind, moment = 'OCCURRED' }) => moment === 'OCCURRED' || kind === 'SUPPORT_CASE', {
  path: ['moment'],
  error: ({ input }) =>
    `Only cases are answered and resolved: ${(input as { moment: string }).moment} goes with kind SUPPORT_CASE.`,
});

const invitation = parts({ survey: text.optional(), surveyKind: word(SURVEY_KINDS).optional() });

function ruleOf(depth: number): z.ZodType<StageRule> {
  if (depth > DEEPEST) return z.never(`The rule of a stage is nested ${DEEPEST} deep at most.`);
  return oneOf({
    any: severalOf(z.lazy(() => ruleOf(depth + 1))),
    interaction,
    lifecycleStage: word(LIFECYCLE_STAGES),
    answer: answer.schema,
    invitation,
  });
}

const stage = parts({ key, name: nameOf('stage'), phase: word(JOURNEY_PHASES), rule: ruleOf(1) });

const countOf = (stages: readonly Stage[]) => stages.flatMap(({ rule }) => leavesOf(rule)).length;

const NONE = 'A journey has at least one stage.';

const stages = z
  .array(stage, NONE)
  .min(1, NONE)
  .max(MOST_STAGES, {
    error: ({ input }) => `A journey has at most ${MOST_STAGES} stages; these are ${(input as unknown[]).length}.`,
  })
  .check(({ value, issues }) => {
    const at = value.findIndex((one, n) => value.slice(0, n).some(before => before.key === one.key));
    if (at < 0) return;
    const message = `Two stages have the key "${value[at]!.key}".`;
    issues.push({ code: 'custom', path: [at, 'key'], input: value, message });
  })
  .refine(all => countOf(all) <= MOST_CONDITIONS, {
    error: ({ input }) =>
      `The stages have ${countOf(input as Stage[])} conditions in all; they may have ${MOST_CONDITIONS}.`,
  });

const JOURNEY = parts({
  key,
  name: nameOf('journey'),
  mode: word(JOURNEY_MODES).default('ORDERED'),
  window: duration
    .transform(span => parseDuration('window', span))
    .nullable()
    .default(null),
  stages,
});

/** Whether the surveys it names exist is not looked at here. @throws UserError BAD_USER_INPUT, such as at `stages[1].rule.any[0]` */
export function checkJourney(input: SaveJourneyInput): Omit<Journey, 'id'> {
  return takeInput(JOURNEY, input);
}
