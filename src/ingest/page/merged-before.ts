// People and companies that their source had merged away before we first saw them: their ids must still find the survivor.
import type { Deletion, JsonObject } from '../../../connectors/contract.ts';
import type { CanonicalRecord } from '../../../connectors/records.ts';
import type { Sql } from '../../base/database/sql.ts';
import { prepare } from './incoming.ts';
import { write } from './land.ts';
import { mapRecords } from './map-records.ts';
import type { PageTarget } from './page.ts';
import type { LandedRecord } from './project.ts';

type MergedAway = Deletion & { readonly mergedInto: string; readonly payload: JsonObject };

/**
 * Lands those that we do not know, tied to their survivor; the caller leaves tombstones right away. What cannot be mapped is
 * left out: the record is gone anyway. `landed` names what the page itself brought, as "object/id".
 */
export async function landMerged(
  tx: Sql,
  target: PageTarget,
  deletions: readonly Deletion[],
  landed: ReadonlySet<string>,
): Promise<LandedRecord[]> {
  const merged = deletions
    .filter((deletion): deletion is MergedAway => !!deletion.mergedInto && !!deletion.payload)
    .filter(({ object, id }) => !landed.has(`${object}/${id}`));
  if (merged.length === 0) return [];
  const names = await tx.query<{ name: string }>(
    `select s.object || '/' || s.external_id as name from unnest($2::text[], $3::text[]) as d(object, id)
     join source_record s on s.connection_id = $1 and s.object = d.object and s.external_id = d.id`,
    [target.connectionId, merged.map(({ object }) => object), merged.map(({ id }) => id)],
    'merged-known',
  );
  const known = new Set(names.map(({ name }) => name));
  const unknown = merged.filter(({ object, id }) => !known.has(`${object}/${id}`));
  const survivors = new Map(
    unknown.map(({ object, id, mergedInto }) => [`${object}/${id}`, `${object}/${mergedInto}`]),
  );
  const records = unknown.map(({ object, id, deletedAt, payload }) => ({ object, id, version: deletedAt, payload }));
  const { incoming } = await prepare(records);
  const { mapped } = await mapRecords(incoming, target.map, target.lookup);
  const named = mapped.flatMap(({ incoming, records }) => {
    const survivor = survivors.get(`${incoming.object}/${incoming.externalId}`)!;
    const tied = records.flatMap(record => tie(record, survivor));
    return tied.length > 0 ? [{ incoming, records: tied }] : [];
  });
  const rows = await write(
    tx,
    target,
    named.map(({ incoming }) => incoming),
  );
  const ids = new Map(rows.map(row => [`${row.object}/${row.external_id}`, row.id]));
  return named.map(({ incoming: { object, externalId, version }, records }) => ({
    id: ids.get(`${object}/${externalId}`)!,
    object,
    externalId,
    version,
    isNew: true,
    // People and companies say nothing.
    scores: new Map(),
    records,
  }));
}

/** The survivor's id is one of its own from the start. Things that merely happened need none. */
function tie(record: CanonicalRecord, survivor: string): CanonicalRecord[] {
  if (record.type === 'person')
    return [{ ...record, identifiers: [...record.identifiers, { kind: 'EXTERNAL_ID', value: survivor }] }];
  if (record.type === 'organization') return [{ ...record, aliases: [...record.aliases, survivor] }];
  return [];
}
