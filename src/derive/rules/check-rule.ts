// Pure: what is given as a rule becomes a rule, or is refused with the path of what is wrong.
import { CHANNELS, INTERACTION_KINDS, MEASURES } from '../../../connectors/vocabulary.ts';
import { badInput, checkKey } from '../../base/errors.ts';
import {
  checkBoolean,
  checkDuration,
  checkNumberTest,
  checkText,
  checkWord,
  inOrder,
  needs,
  onlyOne,
  shown,
} from './check-input.ts';
import { checkField, checkTrait } from './check-value.ts';
import { conditionsOf, MOST_CONDITIONS } from './inline-rule.ts';
import type { AnswerCondition, InteractionCondition, SegmentRule, StageCondition } from './rule.ts';

const DEEPEST = 12;
/** So many times something may follow something. */
const LONGEST_CHAIN = 3;
const BRANCHES = ['all', 'any', 'not', 'field', 'trait', 'interaction', 'answer', 'segment', 'stage'] as const;
const ANSWERS = MEASURES.filter(measure => measure !== 'OTHER');

/**
 * The rule without what was not given, its parts always in the same order. `path` is where the input stands, such as
 * `rule`. Whether the names in it exist is not looked at here.
 * @throws UserError BAD_USER_INPUT
 */
export function checkRule(path: string, input: unknown): SegmentRule {
  const rule = checkNode(path, input, 1);
  if (conditionsOf(rule) > MOST_CONDITIONS)
    throw badInput(path, `The rule has ${conditionsOf(rule)} conditions; it may have ${MOST_CONDITIONS}.`);
  return rule;
}

function checkNode(path: string, input: unknown, depth: number): SegmentRule {
  if (depth > DEEPEST) throw badInput(path, `A rule is nested ${DEEPEST} deep at most.`);
  const [branch, value] = onlyOne(path, input, BRANCHES);
  const at = `${path}.${branch}`;
  switch (branch) {
    case 'all':
    case 'any':
      return { [branch]: list(at, value).map((child, n) => checkNode(`${at}[${n}]`, child, depth + 1)) };
    case 'not':
      return { not: checkNode(at, value, depth + 1) };
    case 'field':
      return { field: checkField(at, value) };
    case 'trait':
      return { trait: checkTrait(at, value) };
    case 'interaction':
      return { interaction: checkInteraction(at, value, 0) };
    case 'answer':
      return { answer: checkAnswer(at, value) };
    case 'segment':
      return { segment: keyOf(at, value) };
    case 'stage':
      return { stage: checkStage(at, value) };
  }
}

function list(path: string, value: unknown): readonly unknown[] {
  if (!Array.isArray(value) || value.length === 0) throw badInput(path, 'Give at least one condition.');
  return value;
}

function checkInteraction(path: string, input: unknown, followed: number): InteractionCondition {
  const condition = inOrder<InteractionCondition>(path, input, {
    kind: (at, value) => checkWord(at, value, INTERACTION_KINDS),
    channel: (at, value) => checkWord(at, value, CHANNELS),
    touchpoint: checkText,
    open: checkBoolean,
    within: checkDuration,
    count: checkNumberTest,
    amount: checkNumberTest,
    // biome-ignore lint/suspicious/noThenProperty: the name in the API
    then: (at: string, value: unknown) => {
      if (followed === LONGEST_CHAIN) throw badInput(at, `"then" follows "then" ${LONGEST_CHAIN} times at most.`);
      return checkInteraction(at, value, followed + 1);
    },
  });
  const { kind, open } = condition;
  if (open !== undefined && kind !== undefined && kind !== 'SUPPORT_CASE')
    throw badInput(`${path}.open`, `Only cases are open or not, kind SUPPORT_CASE; this asks for ${kind}.`);
  return condition;
}

/** Journeys look at answers with it too. @throws UserError BAD_USER_INPUT */
export function checkAnswer(path: string, input: unknown): AnswerCondition {
  const condition = inOrder<AnswerCondition>(path, input, {
    measure: (at, value) => checkWord(at, value, ANSWERS),
    within: checkDuration,
    latest: checkNumberTest,
    any: checkNumberTest,
    mean: checkNumberTest,
  });
  return needs(path, condition, 'measure');
}

function checkStage(path: string, input: unknown): StageCondition {
  const condition = inOrder<StageCondition>(path, input, { journey: keyOf, stage: keyOf, for: checkDuration });
  return needs(path, condition, 'journey', 'stage');
}

function keyOf(path: string, value: unknown): string {
  if (typeof value !== 'string') throw badInput(path, `${shown(value)} is not a key.`);
  checkKey(path, value);
  return value;
}
