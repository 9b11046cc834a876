// Evaluates all rules by the figures as they are now.
import type { Context } from '../../base/context/context.ts';
import { isDatabaseAway, type Sql } from '../../base/database/sql.ts';
import { UserError } from '../../base/errors.ts';
import type { Granularity } from '../../base/time/calendar.ts';
import { bucketsAt, type CalendarBucket } from './buckets.ts';
import { type Condition, findingBy } from './condition.ts';
import { refreshedAt, rememberEvaluation } from './due.ts';
import { type Found, noteProblem, type Settled, settle } from './ledger.ts';
import { messageOf } from './message.ts';
import { type Subject, type Watched, type WatchedReading, watch } from './watched.ts';

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
  readonly every: Granularity;
  readonly revision: number;
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
      if ((await evaluateRule(ctx, rule, at)) === 'OPENED') opened += 1;
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
    `select id, key, metric, index_key as index, filter as "where", condition, every, revision
     from alert_rule order by id`,
  );
}

function problemOf(error: unknown): string {
  return error instanceof UserError ? error.message : 'Something went wrong on our side. The log has the details.';
}

async function evaluateRule(ctx: Context, rule: StoredRule, at: Date): Promise<Settled> {
  const watched = await watch(ctx, rule);
  const { bucket, reading } = await lookAt(watched, rule.every, at);
  return settle(ctx, rule, findingOf(rule, watched, bucket, reading), at);
}

interface Look {
  readonly bucket: CalendarBucket;
  readonly reading: WatchedReading;
}

/** The bucket that is going on as soon as it can be relied on; until then the last whole one. */
async function lookAt(watched: Watched, every: StoredRule['every'], at: Date): Promise<Look> {
  const { current, last } = bucketsAt(at, every);
  if (!watched.needsWhole) {
    const reading = await watched.read(current);
    if (reading.figure.reliable) return { bucket: current, reading };
  }
  return { bucket: last, reading: await watched.read(last) };
}

function findingOf(
  { condition }: StoredRule,
  { label }: Watched,
  bucket: CalendarBucket,
  reading: WatchedReading,
): Found | null {
  const finding = findingBy(condition, reading);
  if (!finding) return null;
  const message = messageOf({ label, unit: reading.unit, condition, finding, reading, bucket });
  return { finding, bucket, value: reading.value, message };
}
