// Pure: rules as SQL. What they have in common is read once: each table at most once a statement, however many rules.
import type { Statement } from '../../../base/database/statement.ts';
import type { AnswerCondition, InteractionCondition, SegmentRule } from '../rule.ts';
import { Answers } from './answers.ts';
import { Build, type BuildOptions, type Scope } from './build.ts';
import { Chains } from './chains.ts';
import { fieldSql } from './field.ts';
import { noteFuture } from './future.ts';
import { chainOf, kindOf } from './interaction-base.ts';
import { Interactions } from './interactions.ts';
import { stageSql } from './stage.ts';
import { traitSql } from './trait.ts';

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
export function compileRules(s: Statement, rules: readonly SegmentRule[], scope: Scope, now: Date): Compiled {
  const { build, conditions } = compile(s, rules, { scope, now, withDue: true });
  const [ctes, from] = [build.finish(), build.from];
  const due = build.dues.length === 0 ? 'null::timestamptz' : `least(${build.dues.join(', ')})`;
  return { ctes, from, holds: conditions.map(notNull), due };
}

/** Whether the rule holds for the customer with the id `row`.id. */
export function ruleCondition(s: Statement, rule: SegmentRule, row: string, now: Date): string {
  const { build, conditions } = compile(s, [rule], { scope: 'EVERYBODY', now, withDue: false });
  return `${row}.id in (with ${build.finish()} select c.id from ${build.from} and ${conditions[0]})`;
}

const notNull = (condition: string) => `coalesce(${condition}, false)`;

function compile(s: Statement, rules: readonly SegmentRule[], options: BuildOptions) {
  const build = new Build(s, options);
  const interactions = new Interactions(build);
  const chains = new Chains(build);
  const answers = new Answers(build);
  const links: InteractionCondition[] = [];
  const asked: AnswerCondition[] = [];
  /** True, false, or null, which counts as false. */
  const sql = (rule: SegmentRule): string => {
    if (rule.all) return `(${rule.all.map(sql).join(' and ')})`;
    if (rule.any) return `(${rule.any.map(sql).join(' or ')})`;
    if (rule.not) return `not ${notNull(sql(rule.not))}`;
    if (rule.field) return fieldSql(build, rule.field);
    if (rule.trait) return traitSql(build, rule.trait);
    if (rule.stage) return stageSql(build, rule.stage);
    if (rule.interaction) {
      links.push(...chainOf(rule.interaction));
      return (rule.interaction.then ? chains : interactions).add(rule.interaction);
    }
    if (rule.answer) {
      asked.push(rule.answer);
      return answers.add(rule.answer);
    }
    throw new Error(`A rule without a branch cannot be compiled: ${JSON.stringify(rule)}`);
  };
  const conditions = rules.map(sql);
  noteFuture(build, 'interaction', { customer: 'customer_id', at: 'occurred_at' }, links.map(kindOf));
  noteFuture(
    build,
    'metric_fact',
    { customer: 'subject', at: 'at' },
    asked.map(answer => answer.measure),
  );
  return { build, conditions };
}
