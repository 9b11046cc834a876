// Pure: rules as SQL. What they have in common is read once: each table at most once a statement, however many rules.
import type { Statement } from '../../../base/database/statement.ts';
import type { Conditions } from '../condition.ts';
import { CONDITIONS } from '../conditions/index.ts';
import { conditionOf, type SegmentRule } from '../rule.ts';
import { Build, type BuildOptions, type Scope } from './build.ts';

export type { Scope } from './build.ts';

export interface Compiled {
  /** What follows `with`; never empty. */
  readonly ctes: string;
  /** What follows `from`, conditions included: one row, `c`, for each visible customer in scope. */
  readonly from: string;
  /** For each rule whether it holds: true or false, never null. */
  readonly holds: readonly string[];
  /** The earliest moment after now at which time alone may change any of it; null when it cannot. */
  readonly due: string;
}

/**
 * `with ${ctes} select c.id, ${holds[0]}, …, ${due} from ${from}`. Rules have no `segment` in them any more. A statement
 * takes about fifty rules at once.
 */
export function compileRules(
  s: Statement,
  rules: readonly SegmentRule[],
  scope: Scope,
  now: Date,
  conditions: Conditions = CONDITIONS,
): Compiled {
  const { build, holds } = compile(s, rules, { scope, now, withDue: true }, conditions);
  const [ctes, from] = [build.finish(), build.from];
  const due = build.dues.length === 0 ? 'null::timestamptz' : `least(${build.dues.join(', ')})`;
  return { ctes, from, holds: holds.map(notNull), due };
}

/** Whether the rule holds for the customer with the id `row`.id. */
export function ruleCondition(s: Statement, rule: SegmentRule, row: string, now: Date): string {
  const { build, holds } = compile(s, [rule], { scope: 'EVERYBODY', now, withDue: false }, CONDITIONS);
  return `${row}.id in (with ${build.finish()} select c.id from ${build.from} and ${holds[0]})`;
}

const notNull = (condition: string) => `coalesce(${condition}, false)`;

function compile(s: Statement, rules: readonly SegmentRule[], options: BuildOptions, conditions: Conditions) {
  const build = new Build(s, options);
  /** True, false, or null, which counts as false. */
  const sql = (rule: SegmentRule): string => {
    if (rule.all) return `(${rule.all.map(sql).join(' and ')})`;
    if (rule.any) return `(${rule.any.map(sql).join(' or ')})`;
    if (rule.not) return `not ${notNull(sql(rule.not))}`;
    const { condition, value } = conditionOf(rule, conditions);
    return condition.sql(build, value);
  };
  const holds = rules.map(sql);
  for (const condition of Object.values(conditions)) condition.finish?.(build);
  return { build, holds };
}
