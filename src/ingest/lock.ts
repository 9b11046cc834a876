// The exclusive lock of the projection.
import type { Sql } from '../base/database/sql.ts';

/** One page at a time in the whole installation: identities could otherwise be decided twice. */
export async function lockProjection(tx: Sql): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('cxgraph.projection'))`, [], 'projection-lock');
}
