// Saves and deletes alert rules.
import type { Context } from '../../base/context/context.ts';
import type { Sql } from '../../base/database/sql.ts';
import { badInput, checkKey, notFound } from '../../base/errors.ts';
import type { Granularity } from '../../base/time/calendar.ts';
import type { Dimension, DimensionName } from '../metrics/dimensions.ts';
import type { MetricFilter } from '../metrics/filter.ts';
import { plainWhere } from '../metrics/index/where.ts';
import type { MetricName } from '../metrics/metric.ts';
import { readSnapshot } from '../metrics/snapshot.ts';
import { bucketsAt } from './buckets.ts';
import { checkSilence } from './check-silence.ts';
import { type Condition, type ConditionInput, checkCondition, checkLevel } from './condition.ts';
import { requestEvaluation } from './due.ts';
import { type Subject, type Watched, watch } from './watched.ts';

export interface SaveAlertRuleInput {
  /** Small letters, digits and dashes. */
  readonly key: string;
  readonly name: string;
  /** Exactly one of `metric` and `index`, which is a definition's key. */
  readonly metric?: MetricName | null;
  readonly index?: string | null;
  readonly where?: MetricFilter | null;
  /** Watches these groups and not the whole; the whole when absent or empty. */
  readonly by?: readonly DimensionName[] | null;
  /** Needed unless silence is watched for. */
  readonly every?: Granularity | null;
  readonly when: ConditionInput;
  /** A share of the buckets in which nothing changed. */
  readonly level?: number | null;
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
  const level = checkLevel(input.level, condition);
  const now = ctx.now();
  const every = await tryOut(ctx, input.every ?? null, subject, watched, condition);
  const rule = { key: input.key, name, ...subject, condition, every, level };
  const id = await ctx.sql.transaction(tx => write(tx, rule, now));
  await requestEvaluation(ctx);
  return id;
}

const MAX_DIMENSIONS = 2;

function subjectOf({ metric = null, index = null, where, by }: SaveAlertRuleInput): Subject {
  if ((metric === null) === (index === null))
    throw badInput('metric', 'Give either "metric" or "index": what the rule watches.');
  const dimensions = (by ?? []).map((name): Dimension => {
    if (name === 'TRAIT')
      throw badInput('by', 'A rule watches no groups by TRAIT: watch one of its values by "where".');
    return name;
  });
  if (dimensions.length > MAX_DIMENSIONS)
    throw badInput(
      'by',
      `A rule watches groups by ${MAX_DIMENSIONS} dimensions at most; these are ${dimensions.length}.`,
    );
  return { metric, index, where: plainWhere(where), by: dimensions };
}

/** Filters and dimensions are wrong in many ways, and reading finds all of them. Gives the buckets to look at. */
async function tryOut(
  ctx: Context,
  every: Granularity | null,
  subject: Subject,
  watched: Watched,
  condition: Condition,
): Promise<Granularity | null> {
  if ('silence' in condition) {
    if (every !== null) throw badInput('every', 'A silence has no buckets: leave "every" out.');
    await readSnapshot(ctx.sql, tx => checkSilence(tx, subject, ctx.now()));
    return null;
  }
  if (every === null) throw badInput('every', 'Say in "every" which buckets the rule looks at, such as MONTH.');
  await watched.read(bucketsAt(ctx.now(), every).current);
  return every;
}

interface CheckedRule extends Subject {
  readonly key: string;
  readonly name: string;
  readonly condition: Condition;
  readonly every: Granularity | null;
  readonly level: number | null;
}

const WHAT = ['metric', 'index_key', 'filter', 'condition', 'every', '"by"', 'level'] as const;

async function write(tx: Sql, rule: CheckedRule, now: Date): Promise<number> {
  const { key, name, metric, index, where, condition, every, by, level } = rule;
  const what = (row: string) => `(${WHAT.map(column => `${row}.${column}`).join(', ')})`;
  const changed = `${what('r')} is distinct from ${what('excluded')}`;
  const saved = await tx.one<{ id: number }>(
    `insert into alert_rule as r (key, name, metric, index_key, filter, condition, every, "by", level, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)
     on conflict (key) do update set name = excluded.name, updated_at = excluded.updated_at,
       ${WHAT.map(column => `${column} = excluded.${column}`).join(', ')},
       revision = r.revision + case when ${changed} then 1 else 0 end,
       evaluated_at = case when ${changed} then null else r.evaluated_at end,
       problem = case when ${changed} then null else r.problem end
     returning id`,
    [key, name, metric, index, where && JSON.stringify(where), JSON.stringify(condition), every, by, level, now],
  );
  await tx.query(
    `update alert set closed_at = $2 where rule_id = $1 and closed_at is null
     and revision < (select revision from alert_rule where id = $1)`,
    [saved!.id, now],
  );
  return saved!.id;
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
