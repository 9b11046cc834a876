// The ledger of records that were not taken, or not whole: in with the reason, out once they are sound.
import { encodeRows, recordset } from '../../base/database/bulk.ts';
import type { Sql } from '../../base/database/sql.ts';
import type { Scope } from '../ref.ts';
import type { OffScale } from '../surveys/answers.ts';
import type { Rejected } from './incoming.ts';
import { listed } from './issues.ts';
import type { Mapped } from './map-records.ts';

/** Fields that are named; a record may have thousands. */
const MOST_FIELDS = 20;

export async function rejectRecords(
  tx: Sql,
  scope: Scope,
  runId: number | null,
  rejected: readonly Rejected[],
): Promise<void> {
  await write(tx, scope, runId, rejected, false);
}

/** Records that were taken without some of their values, or with a part of them. */
export async function noteLeft(tx: Sql, scope: Scope, runId: number | null, mapped: readonly Mapped[]): Promise<void> {
  const notes = mapped
    .filter(({ left }) => left.length > 0)
    .map(({ incoming, left }) => ({
      incoming,
      reason: `Taken without ${listed(left)}`,
      fields: left.map(({ field }) => field),
    }));
  await write(tx, scope, runId, notes, true);
}

async function write(
  tx: Sql,
  scope: Scope,
  runId: number | null,
  faults: readonly Rejected[],
  taken: boolean,
): Promise<void> {
  if (faults.length === 0) return;
  // Of two of one name, as different ids that were shortened never are, the later holds.
  const byName = new Map(faults.map(fault => [`${fault.incoming.object}/${fault.incoming.externalId}`, fault]));
  const rows = [...byName.values()].map(({ incoming, reason, fields }) => ({
    object: incoming.object,
    id: incoming.externalId,
    reason,
    fields: [...new Set(fields)].slice(0, MOST_FIELDS),
    payload: incoming.payload,
  }));
  await tx.query(
    `insert into rejected_record as x (connection_id, run_id, object, external_id, reason, fields, taken, payload)
     select $2, $3, r.object, r.id, r.reason, r.fields, $4, r.payload
     from ${recordset('r', { object: 'text', id: 'text', reason: 'text', fields: 'text[]', payload: 'jsonb' })}
     on conflict (connection_id, object, external_id) do update set
       run_id = excluded.run_id, reason = excluded.reason, fields = excluded.fields, taken = excluded.taken,
       payload = excluded.payload, rejected_at = now(), attempts = x.attempts + 1`,
    [encodeRows(rows), scope.connectionId, runId, taken],
    'reject-write',
  );
}

/**
 * Notes them beside what was noted already: the scale may become known long after the answer came. Of `fresh`, by
 * source_record id, nothing else is to be said now.
 */
export async function noteOffScale(
  tx: Sql,
  runId: number | null,
  answers: readonly OffScale[],
  fresh: readonly number[] = [],
): Promise<void> {
  if (answers.length === 0) return;
  await tx.query(
    `delete from rejected_record x using source_record s
     where s.id = any($1) and (x.connection_id, x.object, x.external_id) = (s.connection_id, s.object, s.external_id)`,
    [fresh],
    'reject-forget',
  );
  await tx.query(
    `insert into rejected_record as x (connection_id, run_id, object, external_id, reason, fields, taken, payload)
     select s.connection_id, $2, s.object, s.external_id,
       left('Taken without ' || string_agg(format('the score %s of "%s": it is not on the scale of that question', r.score, r.question), '; '), 1000),
       array['score'], true, s.payload
     from ${recordset('r', { source: 'bigint', question: 'text', score: 'float8' })}
     join source_record s on s.id = r.source
     group by s.id
     on conflict (connection_id, object, external_id) do update set
       run_id = excluded.run_id, reason = left(x.reason || '; ' || excluded.reason, 1000), fields = x.fields || excluded.fields,
       taken = true, rejected_at = now()`,
    [encodeRows(answers), runId],
    'reject-off-scale',
  );
}

/** SQL that takes records off the ledger, given those of its parameters: connection, objects and ids. */
export const accept = (connection: string, objects: string, ids: string): string =>
  `delete from rejected_record x using unnest(${objects}::text[], ${ids}::text[]) as r(object, external_id)
   where x.connection_id = ${connection} and x.object = r.object and x.external_id = r.external_id`;
