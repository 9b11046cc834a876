// Opens and closes alerts as rules are evaluated, and tells those who listen.
import type { Context } from '../../base/context/context.ts';
import type { Sql } from '../../base/database/sql.ts';
import type { DimensionValue } from '../metrics/labels.ts';
import { groupKey } from './group.ts';
import type { Finding } from './judge.ts';
import type { SilentFinding } from './silence.ts';

/** The payload of each notification is the row id of an alert that opened. */
export const ALERT_CHANNEL = 'cxgraph_alert';

/** A rule as it was when it was evaluated. */
export interface EvaluatedRule {
  readonly id: number;
  readonly revision: number;
}

/** What was found, of which group, and in which bucket. */
export interface Found {
  readonly finding: Finding | SilentFinding;
  /** Empty for the whole. */
  readonly by: readonly DimensionValue[];
  /** First and last day. */
  readonly bucket: { readonly start: string; readonly end: string };
  /** Empty where there is none. */
  readonly value: object;
  readonly message: string;
}

export interface Settlement {
  /** At most one of each group. */
  readonly found: readonly Found[];
  /** Keys of the groups whose open alerts are closed where nothing was found; null for all. */
  readonly judged: readonly string[] | null;
  /** What the rule waits for, in words; null or absent where it does not. */
  readonly waits?: string | null;
}

export interface Settled {
  readonly opened: number;
  /** False where the rule has changed since, and nothing was done. */
  readonly isCurrent: boolean;
}

/**
 * What is not found any more is closed. A bucket's alert takes the place of the one before; one that comes true again in
 * the same bucket is the same alert again, and is not told twice. Nothing is done where the rule has changed since. A
 * constant number of statements.
 */
export function settle(ctx: Context, rule: EvaluatedRule, settlement: Settlement, at: Date): Promise<Settled> {
  const { found, judged, waits = null } = settlement;
  return ctx.sql.transaction(async tx => {
    // The row's lock also puts two that evaluate the same rule one after the other.
    const current = await tx.one(
      `update alert_rule set evaluated_at = $3, problem = $4
       where id = $1 and revision = $2 returning id`,
      [rule.id, rule.revision, at, waits],
    );
    if (!current) return { opened: 0, isCurrent: false };
    const rows = rowsOf(found);
    await tx.query(
      `update alert a set closed_at = $2 where rule_id = $1 and closed_at is null
       and ($4::text[] is null or group_key = any($4))
       and not exists (select from ${foundSql('$3')} where f.group = a.group_key and f.start = a.start and f.finding = a.finding)`,
      [rule.id, at, rows, judged],
    );
    if (found.length === 0) return { opened: 0, isCurrent: true };
    await tx.query(
      `update alert set closed_at = null where closed_at is not null and id in (
         select max(a.id) from ${foundSql('$3')} join alert a
           on a.rule_id = $1 and a.revision = $2 and a.group_key = f.group and a.start = f.start and a.finding = f.finding
         group by f.group)`,
      [rule.id, rule.revision, rows],
    );
    return { opened: await open(tx, rule, rows, at), isCurrent: true };
  });
}

/** One row for each group, as JSON. */
function rowsOf(found: readonly Found[]): string {
  const rows = found.map(({ bucket, by, ...rest }) => ({ ...rest, ...bucket, by, group: groupKey(by) }));
  return JSON.stringify([...new Map(rows.map(row => [row.group, row])).values()]);
}

/** These rows as a table `f`, given the place of the JSON. */
const foundSql = (place: string) => `jsonb_to_recordset(${place}::jsonb)
  as f("group" text, start date, "end" date, finding text, value jsonb, message text, "by" jsonb)`;

/** What is not open now has no alert of its bucket yet. */
const IS_NEW =
  'not exists (select from alert a where a.rule_id = $1 and a.closed_at is null and a.group_key = f.group)';

async function open(tx: Sql, rule: EvaluatedRule, rows: string, at: Date): Promise<number> {
  const some = await tx.one(`select from ${foundSql('$2')} where ${IS_NEW} limit 1`, [rule.id, rows]);
  if (!some) return 0;
  // Ids are committed in their order, so that who has heard of one has missed none before it.
  await tx.query(`select pg_advisory_xact_lock(hashtext('${ALERT_CHANNEL}'))`);
  const opened = await tx.query(
    `with opened as (
       insert into alert (rule_id, revision, start, "end", finding, opened_at, value, message, "by", group_key)
       select $1::bigint, $3::int, f.start, f."end", f.finding, $4::timestamptz, f.value, f.message, f."by", f.group
       from ${foundSql('$2')} where ${IS_NEW} returning id
     ) select pg_notify('${ALERT_CHANNEL}', id::text) from opened`,
    [rule.id, rows, rule.revision, at],
  );
  return opened.length;
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
