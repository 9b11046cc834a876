// Pure: what is given as a journey becomes a definition, or is refused with the path of what is wrong.
import { CHANNELS, INTERACTION_KINDS, LIFECYCLE_STAGES, SURVEY_KINDS } from '../../../connectors/vocabulary.ts';
import { badInput, checkKey } from '../../base/errors.ts';
import { parseDuration } from '../../base/time/duration.ts';
import { checkDuration, checkName, checkText, checkWord, inOrder, onlyOne, shown } from '../rules/check-input.ts';
import { checkAnswer } from '../rules/check-rule.ts';
import {
  INTERACTION_MOMENTS,
  type InteractionMatch,
  type InvitationMatch,
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
const BRANCHES = ['any', 'interaction', 'lifecycleStage', 'answer', 'invitation'] as const;

/** Whether the surveys it names exist is not looked at here. @throws UserError BAD_USER_INPUT, such as at `stages[1].rule.any[0]` */
export function checkJourney(input: SaveJourneyInput): Omit<Journey, 'id'> {
  checkKey('key', input.key);
  const name = checkName('name', input.name, 'journey');
  const mode = checkWord('mode', input.mode ?? 'ORDERED', JOURNEY_MODES);
  const window = input.window == null ? null : parseDuration('window', checkDuration('window', input.window));
  const stages = checkStages(input.stages);
  const conditions = stages.flatMap(stage => leavesOf(stage.rule)).length;
  if (conditions > MOST_CONDITIONS)
    throw badInput('stages', `The stages have ${conditions} conditions in all; they may have ${MOST_CONDITIONS}.`);
  return { key: input.key, name, mode, window, stages };
}

function checkStages(inputs: readonly JourneyStageInput[]): Stage[] {
  if (inputs.length === 0) throw badInput('stages', 'A journey has at least one stage.');
  if (inputs.length > MOST_STAGES)
    throw badInput('stages', `A journey has at most ${MOST_STAGES} stages; these are ${inputs.length}.`);
  const seen = new Set<string>();
  return inputs.map(({ key, name, phase, rule }, i) => {
    const path = `stages[${i}]`;
    checkKey(`${path}.key`, key);
    if (seen.has(key)) throw badInput(`${path}.key`, `Two stages have the key "${key}".`);
    seen.add(key);
    return {
      key,
      name: checkName(`${path}.name`, name, 'stage'),
      phase: checkWord(`${path}.phase`, phase, JOURNEY_PHASES),
      rule: checkStageRule(`${path}.rule`, rule, 1),
    };
  });
}

function checkStageRule(path: string, input: unknown, depth: number): StageRule {
  if (depth > DEEPEST) throw badInput(path, `The rule of a stage is nested ${DEEPEST} deep at most.`);
  const [branch, value] = onlyOne(path, input, BRANCHES);
  const at = `${path}.${branch}`;
  switch (branch) {
    case 'any':
      if (!Array.isArray(value) || value.length === 0) throw badInput(at, 'Give at least one condition.');
      return { any: value.map((inner, i) => checkStageRule(`${at}[${i}]`, inner, depth + 1)) };
    case 'interaction':
      return { interaction: checkInteraction(at, value) };
    case 'lifecycleStage':
      return { lifecycleStage: checkWord(at, value, LIFECYCLE_STAGES) };
    case 'answer':
      return { answer: checkAnswer(at, value) };
    case 'invitation':
      return { invitation: checkInvitation(at, value) };
  }
}

function checkInteraction(path: string, input: unknown): InteractionMatch {
  const match = inOrder<InteractionMatch>(path, input, {
    kind: (at, value) => checkWord(at, value, INTERACTION_KINDS),
    channel: (at, value) => checkWord(at, value, CHANNELS),
    touchpoint: checkText,
    nth: checkNth,
    moment: (at, value) => checkWord(at, value, INTERACTION_MOMENTS),
  });
  const { kind, moment = 'OCCURRED' } = match;
  if (moment !== 'OCCURRED' && kind !== 'SUPPORT_CASE')
    throw badInput(`${path}.moment`, `Only cases are answered and resolved: ${moment} goes with kind SUPPORT_CASE.`);
  return match;
}

function checkNth(path: string, value: unknown): number {
  if (!Number.isInteger(value) || (value as number) < 1 || (value as number) > LATEST_NTH)
    throw badInput(path, `"nth" is a whole number from 1 to ${LATEST_NTH}, not ${shown(value)}.`);
  return value as number;
}

function checkInvitation(path: string, input: unknown): InvitationMatch {
  return inOrder<InvitationMatch>(path, input, {
    survey: checkText,
    surveyKind: (at, value) => checkWord(at, value, SURVEY_KINDS),
  });
}
