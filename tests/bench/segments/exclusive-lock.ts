// Runs a part of the refresh on its own.
import type { Sql } from '../../../src/base/database/sql.ts';

/** In a transaction like the refresh's. */
export function withExclusiveLock<T>(sql: Sql, work: (tx: Sql) => Promise<T>): Promise<T> {
  return sql.transaction(async tx => {
    await tx.query('set transaction isolation level repeatable read');
    await tx.query(`select pg_advisory_xact_lock(hashtext('cxgraph.refresh'))`);
    return work(tx);
  });
}
