// Pure: rules in plain English.
import type { Conditions, DisplayNames } from './condition.ts';
import { CONDITIONS } from './conditions/index.ts';
import { conditionOf, type SegmentRule } from './rule.ts';

/** One line, such as "all of: lifecycle stage is CUSTOMER; at least 3 support cases in the last 90 days". */
export function ruleText(rule: SegmentRule, names: DisplayNames = {}, conditions: Conditions = CONDITIONS): string {
  const text = (child: SegmentRule) => ruleText(child, names, conditions);
  const inner = (child: SegmentRule) => (child.all || child.any ? `(${text(child)})` : text(child));
  const list = (word: string, children: readonly SegmentRule[]) =>
    children.length === 1 ? text(children[0]!) : `${word} of: ${children.map(inner).join('; ')}`;
  if (rule.all) return list('all', rule.all);
  if (rule.any) return list('any', rule.any);
  if (rule.not) return `not (${text(rule.not)})`;
  return nodeText(rule, names, conditions);
}

/** The rule without what it is made of: of a group only how its parts are joined. */
export function nodeText(rule: SegmentRule, names: DisplayNames = {}, conditions: Conditions = CONDITIONS): string {
  if (rule.all) return 'all of';
  if (rule.any) return 'any of';
  if (rule.not) return 'not';
  const { condition, value } = conditionOf(rule, conditions);
  return condition.text(value, names);
}
