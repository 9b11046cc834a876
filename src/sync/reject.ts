// The ledger of rejected records: in with the reason, out once they can be used.
import { encodeRows, recordset } from '../database/bulk.ts';
import type { Sql } from '../database/sql.ts';
import type { Rejected } from './map-records.ts';
import type { Scope } from './ref.ts';

export async function rejectRecords(
  tx: Sql,
  scope: Scope,
  runId: number | null,
  rejected: readonly Rejected[],
): Promise<void> {
  if (rejected.length === 0) return;
  const rows = rejected.map(({ incoming, reason }) => ({
    object: incoming.object,
    id: incoming.externalId,
    reason,
    payload: incoming.payload,
  }));
  await tx.query(
    `insert into rejected_record as x (connection_id, run_id, object, external_id, reason, payload)
     select $2, $3, r.object, r.id, r.reason, r.payload
     from ${recordset('r', { object: 'text', id: 'text', reason: 'text', payload: 'jsonb' })}
     on conflict (connection_id, object, external_id) do update set
       run_id = excluded.run_id, reason = excluded.reason, payload = excluded.payload, rejected_at = now(), attempts = x.attempts + 1`,
    [encodeRows(rows), scope.connectionId, runId],
    'reject-write',
  );
}

/** SQL that takes records off the ledger, given those of its parameters: connection, objects and ids. */
export const accept = (connection: string, objects: string, ids: string): string =>
  `delete from rejected_record x using unnest(${objects}::text[], ${ids}::text[]) as r(object, external_id)
   where x.connection_id = ${connection} and x.object = r.object and x.external_id = r.external_id`;
