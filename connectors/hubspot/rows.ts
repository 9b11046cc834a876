// From HubSpot's rows to the contract's records, deletions and fates.
import type { Deletion, JsonObject, RawRecord } from '../contract.ts';
import { withHistory } from './history.ts';
import type { ObjectType } from './objects.ts';
import type { HubSpotSession } from './session.ts';
import type { ObjectRecord } from './wire.ts';

/** Always with milliseconds, so that equal times are equal texts. */
export function iso(time: number | string): string {
  return new Date(time).toISOString();
}

export function rawRecord(type: ObjectType, row: ObjectRecord): RawRecord {
  return { object: type.object, id: row.id, version: iso(row.updatedAt), payload: row as JsonObject };
}

/** Ids that were merged into this row, with the moment where it is known. They are in no list any more. */
export function mergedIds(row: ObjectRecord): Map<string, number> {
  const merged = new Map<string, number>();
  for (const id of texts(row.properties.hs_merged_object_ids)) merged.set(id, Date.parse(row.updatedAt));
  for (const entry of texts(row.properties.hs_calculated_merged_vids)) {
    const [id = '', at = ''] = entry.split(':');
    merged.set(id, /^\d+$/.test(at) ? Number(at) : Date.parse(row.updatedAt));
  }
  merged.delete(row.id);
  for (const id of merged.keys()) if (!/^\d+$/.test(id)) merged.delete(id);
  return merged;
}

export function losers(type: ObjectType, row: ObjectRecord): Deletion[] {
  return [...mergedIds(row)].map(([id, at]) => ({
    object: type.object,
    id,
    deletedAt: iso(at),
    mergedInto: row.id,
  }));
}

export interface Gone {
  readonly deletedAt: string | null;
  readonly mergedInto: string | null;
  readonly payload: JsonObject | null;
}

export interface Resolved {
  /** Live rows; survivors of merges come under their own id. */
  readonly rows: ObjectRecord[];
  readonly gone: Map<string, Gone>;
}

/** Reads up to 100 rows by id and says of each that is missing what became of it. None is dropped silently. */
export async function resolve(
  session: HubSpotSession,
  type: ObjectType,
  ids: readonly string[],
  properties: readonly string[],
): Promise<Resolved> {
  const read = (await session.api.batchRead(type.path, ids, properties)).results as ObjectRecord[];
  const rows = await withHistory(session, type, read);
  const gone = new Map<string, Gone>();
  const shown = new Set(rows.map(row => row.id));
  const asked = new Set(ids);
  let missing = ids.filter(id => !shown.has(id));
  const survivors = rows.filter(row => !asked.has(row.id));
  for (const survivor of survivors)
    for (const [id, at] of mergedIds(survivor)) if (missing.includes(id)) gone.set(id, merged(survivor, iso(at)));
  missing = missing.filter(id => !gone.has(id));
  // Merged more than once: a survivor does not always name all its ancestors, so each is asked for alone.
  if (survivors.length > 0)
    for (const id of missing) {
      const [row] = (await session.api.batchRead(type.path, [id], properties)).results as ObjectRecord[];
      if (row && row.id !== id) gone.set(id, merged(row, iso(row.updatedAt)));
    }
  missing = missing.filter(id => !gone.has(id));
  if (missing.length > 0) {
    const archived = (await session.api.batchRead(type.path, missing, properties, true)).results as ObjectRecord[];
    for (const row of archived)
      if (missing.includes(row.id)) gone.set(row.id, { deletedAt: archivedAt(row), mergedInto: null, payload: row });
  }
  for (const id of missing) if (!gone.has(id)) gone.set(id, { deletedAt: null, mergedInto: null, payload: null });
  return { rows, gone };
}

export function archivedAt(row: ObjectRecord): string {
  return iso(row.archivedAt ?? row.updatedAt);
}

function merged(survivor: ObjectRecord, deletedAt: string): Gone {
  return { deletedAt, mergedInto: survivor.id, payload: null };
}

function texts(value: unknown): string[] {
  return typeof value === 'string' ? value.split(';').filter(text => text !== '') : [];
}
