// Pure: the rules of other segments put where a rule names them.
import { badInput } from '../../base/errors.ts';
import type { Conditions } from './condition.ts';
import { CONDITIONS } from './conditions/index.ts';
import { childrenOf, conditionOf, type SegmentRule } from './rule.ts';

/** A rule has so many conditions at most, those of the segments that it names included. */
export const MOST_CONDITIONS = 200;
/** Each of them is nested 12 deep at most; PostgreSQL reads them as one. */
const DEEPEST = 60;

/**
 * The same rule without any `segment`. `lookup` gives the checked rule of a segment; undefined where there is none.
 * @throws UserError BAD_USER_INPUT for segments that are unknown or name each other in a circle, and for what gets too large
 */
export function inlineRule(
  rule: SegmentRule,
  lookup: (key: string) => SegmentRule | undefined,
  path = 'rule',
  known: Conditions = CONDITIONS,
): SegmentRule {
  let conditions = 0;
  const inline = (node: SegmentRule, at: string, chain: readonly string[], depth: number): SegmentRule => {
    if (depth > DEEPEST)
      throw badInput(path, `With the segments that it names, the rule is nested more than ${DEEPEST} deep.`);
    // Inside another segment's rule the place is still the one that the user wrote.
    const below = (part: string) => (chain.length === 0 ? `${at}.${part}` : at);
    const each = (children: readonly SegmentRule[], name: string) =>
      children.map((child, n) => inline(child, below(`${name}[${n}]`), chain, depth + 1));
    if (node.all) return { all: each(node.all, 'all') };
    if (node.any) return { any: each(node.any, 'any') };
    if (node.not) return { not: inline(node.not, below('not'), chain, depth + 1) };
    if (node.segment !== undefined) {
      const place = below('segment');
      const next = [...chain, node.segment];
      if (chain.includes(node.segment))
        throw badInput(place, `Segments name each other in a circle: ${next.join(' → ')}.`);
      const named = lookup(node.segment);
      if (!named) throw badInput(place, `There is no segment "${node.segment}".`);
      return inline(named, place, next, depth);
    }
    conditions += sizeOf(node, known);
    if (conditions > MOST_CONDITIONS)
      throw badInput(path, `With the segments that it names, the rule has more than ${MOST_CONDITIONS} conditions.`);
    return node;
  };
  return inline(rule, path, [], 1);
}

/** Those that are no group of others; one that costs more counts for several. */
export function conditionsOf(rule: SegmentRule, conditions: Conditions = CONDITIONS): number {
  const children = childrenOf(rule);
  return children
    ? children.reduce((sum, child) => sum + conditionsOf(child, conditions), 0)
    : sizeOf(rule, conditions);
}

function sizeOf(rule: SegmentRule, conditions: Conditions): number {
  const { condition, value } = conditionOf(rule, conditions);
  return condition.size?.(value) ?? 1;
}
