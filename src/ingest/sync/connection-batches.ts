// Work on a connection that is done batch by batch, in a call or by the sweep: how far it is stands in the connection's row.
import type { Sql } from '../../base/database/sql.ts';

export interface BatchLimits {
  /** Ends it after the batch at hand. */
  readonly signal?: AbortSignal;
  /** At most so many batches; all by default. */
  readonly batches?: number;
  /** Records a batch. */
  readonly size?: number;
}

const SIZE = 500;

/** What a call of the API does itself; the sweep goes on with the rest. */
export const IN_CALL: BatchLimits = { batches: 20 };

/**
 * Each batch is whole or not at all, and pages pass in between; whoever calls again goes on from there. `batch` returns
 * whether it was the last. Returns whether all is done.
 */
export async function workBatches(
  sql: Sql,
  { signal, batches = Number.POSITIVE_INFINITY, size = SIZE }: BatchLimits,
  batch: (tx: Sql, size: number) => Promise<boolean>,
): Promise<boolean> {
  for (let n = 0; n < batches && !signal?.aborted; n += 1)
    if (await sql.transaction(tx => batch(tx, size))) return true;
  return false;
}

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
