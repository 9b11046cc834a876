// Reads a long answer in parts, so that memory does not grow with it.
import type { Sql } from './sql.ts';

/**
 * The rows of one `select`, so many at a time, all as of its beginning: what the transaction writes meanwhile is not in
 * them. One at a time in a transaction, and to be read to its end.
 */
export async function* inBatches<T>(
  tx: Sql,
  select: string,
  params: readonly unknown[],
  size: number,
): AsyncGenerator<T[], void> {
  await tx.query(`declare batches no scroll cursor for ${select}`, params);
  for (;;) {
    const rows = await tx.query<T>(`fetch ${size} from batches`);
    if (rows.length === 0) break;
    yield rows;
  }
  await tx.query('close batches');
}
