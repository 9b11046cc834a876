// Opens and closes alerts as rules are evaluated, and tells those who listen.
import type { Context } from '../../base/context/context.ts';
import type { Sql } from '../../base/database/sql.ts';
import type { CalendarBucket } from './buckets.ts';
import type { Finding } from './condition.ts';

/** The payload of each notification is the row id of an alert that opened. */
export const ALERT_CHANNEL = 'cxgraph_alert';

/** A rule as it was when it was evaluated. */
export interface EvaluatedRule {
  readonly id: number;
  readonly revision: number;
}

/** What was found, and in which bucket. */
export interface Found {
  readonly finding: Finding;
  readonly bucket: CalendarBucket;
  readonly value: object;
  readonly message: string;
}

export type Settled = 'OPENED' | 'REOPENED' | 'STAYED' | 'NOTHING' | 'OUTDATED';

/**
 * Null closes what is open. A bucket's alert takes the place of the one before; one that comes true again in the same
 * bucket is the same alert again, and is not told twice. Nothing is done where the rule has changed since.
 */
export function settle(ctx: Context, rule: EvaluatedRule, found: Found | null, at: Date): Promise<Settled> {
  return ctx.sql.transaction(async tx => {
    // The row's lock also puts two that evaluate the same rule one after the other.
    const current = await tx.one(
      `update alert_rule set evaluated_at = $3, problem = null
       where id = $1 and revision = $2 returning id`,
      [rule.id, rule.revision, at],
    );
    if (!current) return 'OUTDATED';
    await tx.query(
      `update alert set closed_at = $2 where rule_id = $1 and closed_at is null
       and ($3::date is null or start <> $3 or finding <> $4)`,
      [rule.id, at, found?.bucket.start ?? null, found?.finding ?? null],
    );
    return found ? open(tx, rule, found, at) : 'NOTHING';
  });
}

async function open(tx: Sql, rule: EvaluatedRule, found: Found, at: Date): Promise<Settled> {
  const { bucket, finding, value, message } = found;
  const same = await tx.one<{ id: number; closed_at: Date | null }>(
    `select id, closed_at from alert where rule_id = $1 and start = $2 and finding = $3 and revision = $4
     order by id desc limit 1`,
    [rule.id, bucket.start, finding, rule.revision],
  );
  if (same) {
    await tx.query('update alert set closed_at = null where id = $1 and closed_at is not null', [same.id]);
    return same.closed_at ? 'REOPENED' : 'STAYED';
  }
  // Ids are committed in their order, so that who has heard of one has missed none before it.
  await tx.query(`select pg_advisory_xact_lock(hashtext('${ALERT_CHANNEL}'))`);
  await tx.query(
    `with opened as (
       insert into alert (rule_id, revision, start, "end", finding, opened_at, value, message)
       values ($1, $2, $3, $4, $5, $6, $7, $8) returning id
     ) select pg_notify('${ALERT_CHANNEL}', id::text) from opened`,
    [rule.id, rule.revision, bucket.start, bucket.end, finding, at, JSON.stringify(value), message],
  );
  return 'OPENED';
}

/** The rule could not be evaluated: what is open stays so. True when it is another problem than the last time. */
export async function noteProblem(ctx: Context, rule: EvaluatedRule, problem: string, at: Date): Promise<boolean> {
  const row = await ctx.sql.one<{ is_new: boolean }>(
    `update alert_rule r set evaluated_at = $3, problem = $4
     from (select id, problem from alert_rule where id = $1 for update) before
     where r.id = before.id and r.revision = $2 returning before.problem is distinct from $4 as is_new`,
    [rule.id, rule.revision, at, problem],
  );
  return row?.is_new ?? false;
}
