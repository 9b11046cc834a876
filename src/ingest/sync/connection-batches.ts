// Work on a connection that is done batch by batch, in a call or by the sweep: how far it is stands in the connection's row.
import type { Sql } from '../../base/database/sql.ts';
import type { BatchLimits } from '../../base/database/work-batches.ts';

/** What a call of the API does itself; the sweep goes on with the rest. */
export const IN_CALL: BatchLimits = { batches: 20 };

/** Has the rest done of every connection whose `place` says that there is some: it was much, or its program ended. */
export async function takeUpBatches(
  sql: Sql,
  place: 'deleted_through' | 'survived_through',
  work: (connectionId: number) => Promise<boolean>,
): Promise<void> {
  const rows = await sql.query<{ id: number }>(
    `select id from connection where ${place} is not null order by id`,
    [],
    `take-up-${place}`,
  );
  for (const { id } of rows) await work(id);
}
