// Saves and deletes alert rules.
import type { Context } from '../../base/context/context.ts';
import type { Sql } from '../../base/database/sql.ts';
import { badInput, checkKey, notFound } from '../../base/errors.ts';
import type { Granularity } from '../../base/time/calendar.ts';
import type { MetricFilter } from '../metrics/filter.ts';
import { plainWhere } from '../metrics/index/where.ts';
import type { MetricName } from '../metrics/metric.ts';
import { bucketsAt } from './buckets.ts';
import { type Condition, type ConditionInput, checkCondition } from './condition.ts';
import { requestEvaluation } from './due.ts';
import { type Subject, watch } from './watched.ts';

export interface SaveAlertRuleInput {
  /** Small letters, digits and dashes. */
  readonly key: string;
  readonly name: string;
  /** Exactly one of `metric` and `index`, which is a definition's key. */
  readonly metric?: MetricName | null;
  readonly index?: string | null;
  readonly where?: MetricFilter | null;
  readonly every: Granularity;
  readonly when: ConditionInput;
}

/**
 * Creates it or brings it up to date by key, and has it evaluated soon. Gives its row id. Alerts of what it was before are
 * closed. @throws UserError BAD_USER_INPUT, NOT_FOUND, MIXED_SCALES, MIXED_CURRENCIES
 */
export async function saveAlertRule(ctx: Context, input: SaveAlertRuleInput): Promise<number> {
  checkKey('key', input.key);
  const name = input.name.trim();
  if (name === '') throw badInput('name', 'Give the rule a name.');
  const subject = subjectOf(input);
  const watched = await watch(ctx, subject);
  const condition = checkCondition(input.when, watched.label, watched.range);
  // Filters are wrong in many ways, and reading finds all of them.
  await watched.read(bucketsAt(ctx.now(), input.every).current);
  const id = await ctx.sql.transaction(tx => write(tx, { ...input, name }, subject, condition, ctx.now()));
  await requestEvaluation(ctx);
  return id;
}

function subjectOf({ metric = null, index = null, where }: SaveAlertRuleInput): Subject {
  if ((metric === null) === (index === null))
    throw badInput('metric', 'Give either "metric" or "index": what the rule watches.');
  return { metric, index, where: plainWhere(where) };
}

async function write(
  tx: Sql,
  { key, name, every }: SaveAlertRuleInput,
  { metric, index, where }: Subject,
  condition: Condition,
  now: Date,
): Promise<number> {
  const what = (row: string) =>
    `(${['metric', 'index_key', 'filter', 'condition', 'every'].map(column => `${row}.${column}`).join(', ')})`;
  const changed = `${what('r')} is distinct from ${what('excluded')}`;
  const rule = await tx.one<{ id: number }>(
    `insert into alert_rule as r (key, name, metric, index_key, filter, condition, every, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $8)
     on conflict (key) do update set name = excluded.name, metric = excluded.metric, index_key = excluded.index_key,
       filter = excluded.filter, condition = excluded.condition, every = excluded.every, updated_at = excluded.updated_at,
       revision = r.revision + case when ${changed} then 1 else 0 end,
       evaluated_at = case when ${changed} then null else r.evaluated_at end,
       problem = case when ${changed} then null else r.problem end
     returning id`,
    [key, name, metric, index, where && JSON.stringify(where), JSON.stringify(condition), every, now],
  );
  await tx.query(
    `update alert set closed_at = $2 where rule_id = $1 and closed_at is null
     and revision < (select revision from alert_rule where id = $1)`,
    [rule!.id, now],
  );
  return rule!.id;
}

/** With all its alerts. Gives its row id. @throws UserError NOT_FOUND */
export function deleteAlertRule(ctx: Context, key: string): Promise<number> {
  return ctx.sql.transaction(async tx => {
    const rule = await tx.one<{ id: number }>('delete from alert_rule where key = $1 returning id', [key]);
    if (!rule) throw notFound('alert rule', key);
    await tx.query('delete from alert where rule_id = $1', [rule.id]);
    return rule.id;
  });
}
