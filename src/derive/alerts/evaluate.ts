// Evaluates all rules by the figures as they are now.
import type { Context } from '../../base/context/context.ts';
import { isDatabaseAway, type Sql } from '../../base/database/sql.ts';
import { UserError } from '../../base/errors.ts';
import type { Granularity } from '../../base/time/calendar.ts';
import type { Condition } from './condition.ts';
import { readMoments } from './data-moments.ts';
import { refreshedAt, rememberEvaluation } from './due.ts';
import { findSilences } from './find-silences.ts';
import { groupText } from './group.ts';
import { judge } from './judge.ts';
import { type Found, noteProblem, type Settlement, settle } from './ledger.ts';
import { isWaiting, type Look, looksAt } from './looks.ts';
import { messageOf, waitingText } from './message.ts';
import { type Subject, type Watched, watch } from './watched.ts';

export interface Evaluated {
  readonly rules: number;
  /** Alerts that are new. */
  readonly opened: number;
  /** Rules that could not be evaluated. */
  readonly failed: number;
}

/** As the table has it. */
interface StoredRule extends Subject {
  readonly id: number;
  readonly key: string;
  readonly condition: Condition;
  /** Null of a rule that watches for silence. */
  readonly every: Granularity | null;
  readonly level: number | null;
  readonly revision: number;
  readonly createdAt: Date;
}

/** One rule after the other; what is wrong with one does not stop the others. */
export async function evaluateAlerts(ctx: Context, signal?: AbortSignal): Promise<Evaluated> {
  // Asked first: what a refresh brings from now on is seen or not, but never taken for seen.
  const refreshed = await refreshedAt(ctx.sql);
  const rules = await readRules(ctx.sql);
  let opened = 0;
  let failed = 0;
  for (const rule of rules) {
    signal?.throwIfAborted();
    const at = ctx.now();
    try {
      opened += await evaluateRule(ctx, rule, at);
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      failed += 1;
      // Told once, not after every refresh.
      if (await noteProblem(ctx, rule, problemOf(error), at))
        ctx.log.warn('an alert rule cannot be evaluated', { rule: rule.key, error });
    }
  }
  await rememberEvaluation(ctx.sql, refreshed);
  return { rules: rules.length, opened, failed };
}

function readRules(sql: Sql): Promise<StoredRule[]> {
  return sql.query<StoredRule>(
    `select id, key, metric, index_key as index, filter as "where", "by", condition, every, level, revision,
       created_at as "createdAt" from alert_rule order by id`,
  );
}

function problemOf(error: unknown): string {
  return error instanceof UserError ? error.message : 'Something went wrong on our side. The log has the details.';
}

async function evaluateRule(ctx: Context, rule: StoredRule, at: Date): Promise<number> {
  const watched = await watch(ctx, rule);
  const settlement = await settlementOf(ctx, rule, watched, at);
  return (await settle(ctx, rule, settlement, at)).opened;
}

async function settlementOf(ctx: Context, rule: StoredRule, watched: Watched, at: Date): Promise<Settlement> {
  const { condition, every } = rule;
  if ('silence' in condition) return findSilences(ctx, watched.label, { ...rule, condition }, at);
  const moments = await readMoments(ctx.sql, watched.kinds, rule.where?.source);
  const looking = { ...rule, every: every! };
  const looks = await looksAt(watched, looking, at, moments);
  const waits = isWaiting(watched, looking, at, moments) ? waitingText(moments.slowest!, moments.through!) : null;
  return { found: looks.flatMap(look => foundBy(rule, watched, look)), judged: null, waits };
}

function foundBy({ condition }: StoredRule, watched: Watched, { bucket, reading, trial }: Look): Found[] {
  const judgement = judge(condition, reading, trial);
  if (!judgement) return [];
  const label = watched.label + groupText(reading.by);
  const message = messageOf({ label, unit: reading.unit, condition, judgement, reading, bucket, trial });
  return [{ finding: judgement.finding, by: reading.by, bucket, value: reading.value, message }];
}
