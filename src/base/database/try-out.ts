// Work that is only tried out: all that it wrote is taken back.
import type { Sql } from './sql.ts';

class TakenBack extends Error {}

/** In a transaction of its own, so `sql` must not be one. */
export async function tryOut<T>(sql: Sql, work: (tx: Sql) => Promise<T>): Promise<T> {
  const results: T[] = [];
  try {
    await sql.transaction(async tx => {
      results.push(await work(tx));
      throw new TakenBack();
    });
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error;
  }
  return results[0]!;
}
