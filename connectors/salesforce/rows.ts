// From a row of an answer to a record, or a deletion, of the contract.
import type { Deletion, JsonObject, RawRecord } from '../contract.ts';
import { BrokenAnswer } from './failures.ts';
import { iso } from './moment.ts';

/** A row with its key; `attributes`, which only tells the row's address, is taken out. */
export interface Row {
  readonly id: string;
  /** SystemModstamp, ISO 8601 with milliseconds and Z. */
  readonly at: string;
  readonly payload: JsonObject;
}

/** Throws BrokenAnswer without a readable Id and SystemModstamp. */
export function rowOf(record: JsonObject): Row {
  const { Id, SystemModstamp } = record;
  const at = iso(SystemModstamp);
  if (typeof Id !== 'string' || at === null) throw new BrokenAnswer('a row without Id or SystemModstamp');
  return { id: Id, at, payload: plain(record) };
}

export function isDeleted(row: Row): boolean {
  return row.payload.IsDeleted === true;
}

export function toRecord(object: string, row: Row): RawRecord {
  return { object, id: row.id, version: row.at, payload: row.payload };
}

/** Deleting moves SystemModstamp, so it tells when. */
export function toDeletion(object: string, row: Row): Deletion {
  const mergedInto = typeof row.payload.MasterRecordId === 'string' ? row.payload.MasterRecordId : null;
  return { object, id: row.id, deletedAt: row.at, mergedInto, payload: row.payload };
}

function plain(record: JsonObject): JsonObject {
  const copy: JsonObject = {};
  for (const [name, value] of Object.entries(record))
    if (name !== 'attributes')
      copy[name] = typeof value === 'object' && value !== null && !Array.isArray(value) ? plain(value) : value;
  return copy;
}
