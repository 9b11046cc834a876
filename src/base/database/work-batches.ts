// Long work in batches, each in a transaction of its own, while others get their turn in between.
import type { Sql } from './sql.ts';

export interface BatchLimits {
  /** Ends it after the batch at hand. */
  readonly signal?: AbortSignal | undefined;
  /** At most so many batches; all by default. */
  readonly batches?: number;
  /** Rows a batch. */
  readonly size?: number;
}

const SIZE = 500;

/**
 * Each batch is whole or not at all, and keeps its own place: whoever calls again, even after being killed, goes on from
 * there. `batch` returns whether it was the last. Returns whether all is done.
 */
export async function workBatches(
  sql: Sql,
  { signal, batches = Number.POSITIVE_INFINITY, size = SIZE }: BatchLimits,
  batch: (tx: Sql, size: number) => Promise<boolean>,
  onCommitted?: () => void,
): Promise<boolean> {
  for (let n = 0; n < batches && !signal?.aborted; n += 1) {
    const isLast = await sql.transaction(tx => batch(tx, size));
    onCommitted?.();
    if (isLast) return true;
  }
  return false;
}
