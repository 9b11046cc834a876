// When time alone brings customers on: what lies ahead of them becomes an event once its moment has come.
import type { Sql } from '../../base/database/sql.ts';

/** The first moment to come, by customer. */
export type Ahead = ReadonlyMap<number, Date>;

/** Has these customers looked at by the first refresh after their moment, however late they were due. */
export async function dueNoLater(tx: Sql, ahead: Ahead): Promise<void> {
  if (ahead.size === 0) return;
  await tx.query(
    `insert into customer_due as d (customer_id, due_at)
     select * from unnest($1::bigint[], $2::timestamptz[]) order by 1
     on conflict (customer_id) do update set due_at = excluded.due_at where d.due_at > excluded.due_at`,
    [[...ahead.keys()], [...ahead.values()]],
    'journeys-due',
  );
}
