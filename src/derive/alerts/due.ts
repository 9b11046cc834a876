// When rules are to be evaluated again: after every refresh, and once an hour, because time passes.
import type { Context } from '../../base/context/context.ts';
import type { Sql } from '../../base/database/sql.ts';
import { evaluateAlerts } from '../../base/jobs.ts';

const KEY = 'alerts';
/** While a sync goes on there is a refresh every few seconds. */
const DELAY_MS = 1_000;

/** The moment of the last refresh, as its text; null before the first. */
export async function refreshedAt(sql: Sql): Promise<string | null> {
  const row = await sql.one<{ at: string }>(`select value ->> 'asOf' as at from setting where key = 'refresh'`);
  return row?.at ?? null;
}

/** All rules were evaluated by figures of at least that refresh. */
export async function rememberEvaluation(sql: Sql, refreshed: string | null): Promise<void> {
  await sql.query(
    `insert into setting (key, value) values ('${KEY}', jsonb_build_object('refreshed', $1::text, 'at', now()))
     on conflict (key) do update set value = excluded.value`,
    [refreshed],
  );
}

/** False without any rule. A new rule has never been evaluated. */
export async function isEvaluationDue(sql: Sql): Promise<boolean> {
  const row = await sql.one<{ due: boolean }>(
    `select exists (select from alert_rule where evaluated_at is null)
       or exists (select from alert_rule) and not exists (
         select from setting done where done.key = '${KEY}' and (done.value ->> 'at')::timestamptz > now() - interval '1 hour'
           and done.value ->> 'refreshed' is not distinct from
             (select value ->> 'asOf' from setting where key = 'refresh')) as due`,
    [],
    'alerts-due',
  );
  return row!.due;
}

/** Asks for it if it is due. To be called after the transaction that changed figures or rules. */
export async function requestEvaluation(ctx: Pick<Context, 'jobs' | 'sql'>): Promise<void> {
  if (await isEvaluationDue(ctx.sql))
    await ctx.jobs.add(evaluateAlerts, {}, { id: 'evaluate-alerts', delayMs: DELAY_MS });
}
