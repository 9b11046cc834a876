// Pure: the rules of other segments put where a rule names them.
import { badInput } from '../../base/errors.ts';
import type { SegmentRule } from './rule.ts';

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
    conditions += linksOf(node);
    if (conditions > MOST_CONDITIONS)
      throw badInput(path, `With the segments that it names, the rule has more than ${MOST_CONDITIONS} conditions.`);
    return node;
  };
  return inline(rule, path, [], 1);
}

/** Those that are no group of others; each interaction that must follow another is one more. */
export function conditionsOf(rule: SegmentRule): number {
  const children = rule.all ?? rule.any ?? (rule.not && [rule.not]);
  return children ? children.reduce((sum, child) => sum + conditionsOf(child), 0) : linksOf(rule);
}

/** What PostgreSQL has to keep of a row grows with it. */
function linksOf({ interaction }: SegmentRule): number {
  let links = 1;
  for (let next = interaction?.then; next; next = next.then) links += 1;
  return links;
}
