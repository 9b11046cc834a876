// People and companies that their source had merged away before we first saw them: their ids must still find the survivor.
import type { Deletion, JsonObject } from '../../../connectors/contract.ts';
import type { CanonicalRecord } from '../../../connectors/records.ts';
import type { Sql } from '../../base/database/sql.ts';
import { nameOf, type Scope } from '../ref.ts';
import { prepare } from './incoming.ts';
import type { Mapped, MapRecords } from './map-records.ts';

type MergedAway = Deletion & { readonly mergedInto: string; readonly payload: JsonObject };

/**
 * Those that we do not know, tied to their survivor, to be landed before the tombstones of all are written. What cannot be
 * mapped is left out: the record is gone anyway. `arrived` names what came with the deletions, as "object/id".
 */
export async function mergedBefore(
  tx: Sql,
  scope: Scope,
  deletions: readonly Deletion[],
  arrived: ReadonlySet<string>,
  map: MapRecords,
): Promise<Mapped[]> {
  const merged = deletions
    .filter((deletion): deletion is MergedAway => !!deletion.mergedInto && !!deletion.payload)
    .filter(({ object, id }) => !arrived.has(nameOf({ object, externalId: id })));
  if (merged.length === 0) return [];
  const rows = await tx.query<{ name: string }>(
    `select s.object || '/' || s.external_id as name from unnest($2::text[], $3::text[]) as d(object, id)
     join source_record s on s.connection_id = $1 and s.object = d.object and s.external_id = d.id`,
    [scope.connectionId, merged.map(({ object }) => object), merged.map(({ id }) => id)],
    'merged-known',
  );
  const known = new Set(rows.map(({ name }) => name));
  const unknown = merged.filter(({ object, id }) => !known.has(nameOf({ object, externalId: id })));
  const survivors = new Map(
    unknown.map(({ object, id, mergedInto }) => [
      nameOf({ object, externalId: id }),
      nameOf({ object, externalId: mergedInto }),
    ]),
  );
  const records = unknown.map(({ object, id, deletedAt, payload }) => ({ object, id, version: deletedAt, payload }));
  const { incoming } = await prepare(records);
  const { mapped } = await map(incoming);
  return mapped.flatMap(item => {
    const tied = item.records.flatMap(record => tie(record, survivors.get(nameOf(item.incoming))!));
    return tied.length > 0 ? [{ ...item, records: tied }] : [];
  });
}

/** The survivor's id is one of its own from the start. Things that merely happened need none. */
function tie(record: CanonicalRecord, survivor: string): CanonicalRecord[] {
  if (record.type === 'person')
    return [{ ...record, identifiers: [...record.identifiers, { kind: 'EXTERNAL_ID', value: survivor }] }];
  if (record.type === 'organization') return [{ ...record, aliases: [...record.aliases, survivor] }];
  return [];
}
