// Pure: what is given as a rule becomes a rule, or is refused with the path of what is wrong.
import { z } from 'zod';
import { oneOf, takeInput } from '../../base/input.ts';
import type { Conditions } from './condition.ts';
import { CONDITIONS } from './conditions/index.ts';
import { conditionsOf, MOST_CONDITIONS } from './inline-rule.ts';
import type { SegmentRule } from './rule.ts';

const DEEPEST = 12;

/**
 * The rule without what was not given, its parts always in the same order. `path` is where the input stands, such as
 * `rule`. Whether the names in it exist is not looked at here.
 * @throws UserError BAD_USER_INPUT
 */
export function checkRule(path: string, input: unknown, conditions: Conditions = CONDITIONS): SegmentRule {
  return takeInput(conditions === CONDITIONS ? RULE : ruleOf(conditions), input, path);
}

function ruleOf(conditions: Conditions): z.ZodType<SegmentRule> {
  const branches = Object.fromEntries(Object.entries(conditions).map(([name, { schema }]) => [name, schema]));
  const node = (depth: number): z.ZodType<SegmentRule> => {
    if (depth > DEEPEST) return z.never(`A rule is nested ${DEEPEST} deep at most.`);
    const child = z.lazy(() => node(depth + 1));
    const children = severalOf(child);
    return oneOf({ all: children, any: children, not: child, ...branches });
  };
  return node(1).refine(rule => conditionsOf(rule, conditions) <= MOST_CONDITIONS, {
    error: ({ input }) =>
      `The rule has ${conditionsOf(input as SegmentRule, conditions)} conditions; it may have ${MOST_CONDITIONS}.`,
  });
}

/** Journeys have such lists too. */
export function severalOf<T>(one: z.ZodType<T>) {
  const error = 'Give at least one condition.';
  return z.array(one, error).min(1, error);
}

/** As part of what has a rule. */
export const RULE = ruleOf(CONDITIONS);
