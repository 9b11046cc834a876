// Pure: rules in plain English.
import { answerText } from './answer-text.ts';
import { interactionText } from './interaction-text.ts';
import type { SegmentRule } from './rule.ts';
import { fieldText, quoted, spanText, traitText } from './value-text.ts';

/** What segments and journeys are called, by key; a key stands for itself where it is not among them. */
export interface DisplayNames {
  readonly segments?: ReadonlyMap<string, string>;
  readonly journeys?: ReadonlyMap<string, string>;
}

/** One line, such as "all of: lifecycle stage is CUSTOMER; at least 3 support cases in the last 90 days". */
export function ruleText(rule: SegmentRule, names: DisplayNames = {}): string {
  const inner = (child: SegmentRule) =>
    child.all || child.any ? `(${ruleText(child, names)})` : ruleText(child, names);
  const list = (word: string, children: readonly SegmentRule[]) =>
    children.length === 1 ? ruleText(children[0]!, names) : `${word} of: ${children.map(inner).join('; ')}`;
  if (rule.all) return list('all', rule.all);
  if (rule.any) return list('any', rule.any);
  if (rule.not) return `not (${ruleText(rule.not, names)})`;
  return nodeText(rule, names);
}

/** The rule without what it is made of: of a group only how its parts are joined. */
export function nodeText(rule: SegmentRule, names: DisplayNames = {}): string {
  if (rule.all) return 'all of';
  if (rule.any) return 'any of';
  if (rule.not) return 'not';
  if (rule.field) return fieldText(rule.field);
  if (rule.trait) return traitText(rule.trait);
  if (rule.interaction) return interactionText(rule.interaction);
  if (rule.answer) return answerText(rule.answer);
  if (rule.segment !== undefined) return `in segment ${quoted(names.segments?.get(rule.segment) ?? rule.segment)}`;
  const { journey, stage, for: span } = rule.stage!;
  const since = span === undefined ? '' : ` for at least ${spanText(span)}`;
  return `in stage ${quoted(stage)} of the journey ${quoted(names.journeys?.get(journey) ?? journey)}${since}`;
}
