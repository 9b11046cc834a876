// Whose segments time alone may change.
import type { Sql } from '../../base/database/sql.ts';

/** SQL of those whose moment, $1, has come. */
export const DUE = 'select customer_id as id from customer_due where due_at <= $1::timestamptz order by customer_id';

/** They must be evaluated in the same transaction, which finds their next moment. */
export async function forgetDue(tx: Sql, customers: readonly number[], now: Date): Promise<void> {
  await tx.query(
    'delete from customer_due where customer_id = any($1::bigint[]) and due_at <= $2',
    [customers, now],
    'segments-forget-due',
  );
}

export async function isSomebodyDue(sql: Sql, now: Date): Promise<boolean> {
  const row = await sql.one<{ due: boolean }>(
    'select exists (select from customer_due where due_at <= $1) as due',
    [now],
    'segments-somebody-due',
  );
  return row!.due;
}

/** Fields that change without a mark, because a night's work moves them for everybody. */
const NIGHTLY = ['HEALTH', 'CHURN_RISK', 'LIFETIME_VALUE'];
const ASKED = `$.** ? (${NIGHTLY.map(field => `@.field == "${field}"`).join(' || ')})`;

/**
 * Has these customers evaluated by the next refresh, if any segment asks for their scores. Must run under the lock of
 * the refresh. `now` is the transaction's moment unless told.
 */
export async function rescored(tx: Sql, customers: readonly number[], now: Date | null): Promise<void> {
  if (customers.length === 0) return;
  await tx.query(
    `insert into customer_due as d (customer_id, due_at)
     select id, coalesce($2::timestamptz, now()) from unnest($1::bigint[]) c(id)
     where exists (select from segment where rule @? '${ASKED}')
     on conflict (customer_id) do update set due_at = excluded.due_at where d.due_at > excluded.due_at`,
    [customers, now],
    'segments-rescored',
  );
}
