// Source records: which of those that arrive are new or changed, writing them as their source gave them, tombstones.
import type { Deletion } from '../../../connectors/contract.ts';
import { encodeRows, recordset } from '../../base/database/bulk.ts';
import type { Sql } from '../../base/database/sql.ts';
import type { Landed } from '../landed.ts';
import { nameOf, type Scope } from '../ref.ts';
import type { Incoming } from './incoming.ts';

export interface Comparison {
  readonly created: readonly Incoming[];
  readonly updated: readonly Incoming[];
  /** Of the updated ones, how many had been deleted. */
  readonly revived: number;
  /** source_record ids of those that are known as they are, or newer. */
  readonly unchanged: readonly number[];
  /** Of the unchanged ones, those that have a newer version. */
  readonly confirmed: readonly { readonly id: number; readonly version: string }[];
}

/** Compares by content first, then by version: equal content is unchanged, an older version is ignored. */
export async function compare(tx: Sql, scope: Scope, incoming: readonly Incoming[]): Promise<Comparison> {
  if (incoming.length === 0) return { created: [], updated: [], revived: 0, unchanged: [], confirmed: [] };
  const known = await tx.query<{
    n: number;
    id: number;
    same: boolean;
    newer: boolean;
    older: boolean;
    deleted: boolean;
  }>(
    // One probe per record, however many records are known.
    `select i.n::int as n, s.*
     from unnest($2::text[], $3::text[], $4::timestamptz[], $5::text[]) with ordinality as i(object, external_id, version, hash, n)
     cross join lateral (
       select s.id, s.hash = decode(i.hash, 'hex') as same, s.version > i.version as newer,
         s.version < i.version as older, s.deleted_at is not null as deleted
       from source_record s where s.connection_id = $1 and s.object = i.object and s.external_id = i.external_id limit 1
     ) s`,
    [
      scope.connectionId,
      incoming.map(record => record.object),
      incoming.map(record => record.externalId),
      incoming.map(record => record.version),
      incoming.map(record => record.hash),
    ],
    'land-compare',
  );
  const rows = new Map(known.map(row => [row.n - 1, row]));
  const created: Incoming[] = [];
  const updated: Incoming[] = [];
  const unchanged: number[] = [];
  const confirmed: { id: number; version: string }[] = [];
  let revived = 0;
  for (const [n, record] of incoming.entries()) {
    const row = rows.get(n);
    if (!row) created.push(record);
    else if (row.newer || (row.same && !row.deleted)) {
      unchanged.push(row.id);
      if (row.older && !record.undated) confirmed.push({ id: row.id, version: record.version });
    } else {
      updated.push(record);
      if (row.deleted) revived += 1;
    }
  }
  return { created, updated, revived, unchanged, confirmed };
}

/** Records that were seen again as they are are as new as that: a version between, should it come late, is older. */
export async function confirm(tx: Sql, confirmed: Comparison['confirmed']): Promise<void> {
  if (confirmed.length === 0) return;
  await tx.query(
    `update source_record s set version = r.version from unnest($1::bigint[], $2::timestamptz[]) as r(id, version)
     where s.id = r.id and s.version < r.version`,
    [confirmed.map(record => record.id), confirmed.map(record => record.version)],
    'land-confirm',
  );
}

/** Writes them and returns their rows by name. A row that became newer meanwhile is left, and not returned. */
export async function write(
  tx: Sql,
  scope: Scope,
  records: readonly Incoming[],
): Promise<Map<string, Pick<Landed, 'id' | 'isNew'>>> {
  if (records.length === 0) return new Map();
  const rows = await tx.query<Pick<Landed, 'id' | 'object' | 'externalId' | 'isNew'>>(
    // JSON text has no line breaks of its own: the payloads go as lines, neither escaped nor parsed twice.
    `insert into source_record as s (connection_id, object, external_id, version, hash, payload)
     select $1, r.object, r.external_id, r.version, decode(r.hash, 'hex'), r.payload::jsonb
     from unnest($2::text[], $3::text[], $4::timestamptz[], $5::text[], string_to_array($6, e'\\n'))
       as r(object, external_id, version, hash, payload)
     on conflict (connection_id, object, external_id) do update set
       version = excluded.version, hash = excluded.hash, payload = excluded.payload,
       landed_at = now(), deleted_at = null, merged_into = null
     where s.version <= excluded.version
     returning id, object, external_id as "externalId", s.xmax = 0 as "isNew"`,
    [
      scope.connectionId,
      records.map(record => record.object),
      records.map(record => record.externalId),
      records.map(record => record.version),
      records.map(record => record.hash),
      records.map(record => record.json).join('\n'),
    ],
    'land-write',
  );
  return new Map(rows.map(row => [nameOf(row), row]));
}

export interface Tombstone {
  readonly id: number;
  readonly object: string;
  readonly external_id: string;
  readonly merged_into: string | null;
  /** False where only the merge target became known. */
  readonly fresh: boolean;
}

/** Marks records as deleted. One that changed at the source after its deletion was noticed stays, unless it was merged. */
export async function writeTombstones(tx: Sql, scope: Scope, deletions: readonly Deletion[]): Promise<Tombstone[]> {
  if (deletions.length === 0) return [];
  const rows = deletions.map(({ object, id, deletedAt, mergedInto }) => ({
    object,
    id,
    at: deletedAt,
    into: mergedInto ?? null,
  }));
  return tx.query<Tombstone>(
    `with gone as (
       select distinct on (object, id) * from ${recordset('r', { object: 'text', id: 'text', at: 'timestamptz', into: 'text' })}
       order by object, id, at desc
     ), known as (
       select s.id, s.deleted_at, g.at, g.into from gone g
       join source_record s on s.connection_id = $2 and s.object = g.object and s.external_id = g.id
       where s.deleted_at is null and (s.version <= g.at or g.into is not null)
          or s.deleted_at is not null and g.into is not null and s.merged_into is distinct from g.into
     )
     update source_record s set deleted_at = coalesce(s.deleted_at, k.at), version = greatest(s.version, k.at),
       merged_into = coalesce(k.into, s.merged_into), landed_at = now()
     from known k where s.id = k.id
     returning s.id, s.object, s.external_id, s.merged_into, k.deleted_at is null as fresh`,
    [encodeRows(rows), scope.connectionId],
    'land-tombstone',
  );
}
