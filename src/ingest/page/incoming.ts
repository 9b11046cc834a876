// Records as they arrive: those that can be kept, as canonical JSON with its hash, and those that cannot, with the reason.
import { hash } from 'node:crypto';
import { cutText, isDeeperThan, isStorable, MAX_ID, MAX_OBJECT } from '../../../connectors/bounds.ts';
import type { Deletion, Json, JsonObject, RawRecord } from '../../../connectors/contract.ts';
import { isBelievable } from '../../../connectors/records.ts';
import { storable } from '../../base/database/bulk.ts';
import { inSlices } from './slices.ts';

/** A record ready to be compared: its payload as canonical JSON, and the hash of that. */
export interface Incoming {
  readonly object: string;
  readonly externalId: string;
  readonly version: string;
  readonly undated: boolean;
  readonly payload: JsonObject;
  readonly json: string;
  readonly hash: string;
}

/** A record that is not taken. What is kept of it can be stored whatever it was. */
export interface Rejected {
  readonly incoming: { readonly object: string; readonly externalId: string; readonly payload: Json };
  readonly reason: string;
  /** Names of the values that are wrong, where it is they. */
  readonly fields: readonly string[];
}

/** Characters of a payload as JSON. The largest objects of CRMs have some 100,000. */
export const MAX_PAYLOAD = 1_000_000;
/** How deep a payload's objects and lists may lie in each other: what is deeper costs whoever reads it the stack. */
const MAX_DEPTH = 100;
/** Characters that are kept of a payload which is not. */
const EXCERPT = 10_000;

export async function prepare(records: readonly RawRecord[]): Promise<{ incoming: Incoming[]; rejected: Rejected[] }> {
  const rejected: Rejected[] = [];
  // The same record twice in a page: the newer counts, the later one of equals.
  const latest = new Map<string, RawRecord>();
  for (const record of records) {
    const fault = faultOf(record);
    if (fault !== null) {
      rejected.push({ incoming: remains(record), ...fault });
      continue;
    }
    const key = `${record.object}/${record.id}`;
    const other = latest.get(key);
    if (!other || Date.parse(other.version) <= Date.parse(record.version)) latest.set(key, record);
  }
  const incoming: Incoming[] = [];
  await inSlices([...latest.values()], record => {
    const { object, id, version, undated = false, payload } = record;
    const given = isDeeperThan(payload, MAX_DEPTH) ? null : canonicalJson(payload);
    if (given === null || given.length > MAX_PAYLOAD) {
      const much = given === null ? `more than ${MAX_DEPTH} deep` : `longer than ${MAX_PAYLOAD} characters`;
      rejected.push({ incoming: remains(record, given), reason: `The record is ${much}.`, fields: [] });
      return;
    }
    const clean = storable(payload, given);
    const json = clean === payload ? given : canonicalJson(clean);
    incoming.push({ object, externalId: id, version, undated, payload: clean, json, hash: hash('md5', json) });
  });
  return { incoming, rejected };
}

/** What keeps a record from being landed at all, whatever is in it. */
function faultOf({ object, id, version }: RawRecord): { reason: string; fields: string[] } | null {
  const wrong = (field: string, reason: string) => ({ reason: `${field}: ${reason}`, fields: [field] });
  if (!isName(id, MAX_ID)) return wrong('id', `not an id of 1 to ${MAX_ID} characters that can be stored`);
  if (!isName(object, MAX_OBJECT)) return wrong('object', `not a name of 1 to ${MAX_OBJECT} characters`);
  if (!isBelievable(new Date(version))) return wrong('version', 'not a moment from 1900 to ten years ahead');
  return null;
}

const isName = (text: string, length: number) => text !== '' && text.length <= length && isStorable(text);

/** Short, and the same each time; of ids that begin alike each keeps its own. */
function remains({ object, id, payload }: RawRecord, json: string | null = null): Rejected['incoming'] {
  const short = (text: string, length: number) =>
    isStorable(text) && text.length <= length
      ? text
      : `${cutText(text, 60).replaceAll('\0', '').toWellFormed()}…${hash('md5', text)}`;
  const names = { object: short(object, MAX_OBJECT), externalId: short(id, MAX_ID) };
  if (json === null && isDeeperThan(payload, MAX_DEPTH)) return { ...names, payload: `More than ${MAX_DEPTH} deep.` };
  const text = json ?? canonicalJson(payload);
  const clean = storable<Json>(payload, text);
  return { ...names, payload: text.length > MAX_PAYLOAD ? cutText(canonicalJson(clean), EXCERPT) : clean };
}

/** JSON with sorted keys, so that the order in which a source lists fields does not look like a change. */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.keys(value)
    .sort()
    .map(key => `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`);
  return `{${members.join(',')}}`;
}

/** Deletions of records that we can hold. One whose date says nothing is as old as its reading. */
export function soundDeletions(deletions: readonly Deletion[]): Deletion[] {
  return deletions
    .filter(({ object, id }) => isName(object, MAX_OBJECT) && isName(id, MAX_ID))
    .map(deletion => ({
      ...deletion,
      deletedAt: isBelievable(new Date(deletion.deletedAt)) ? deletion.deletedAt : new Date().toISOString(),
      mergedInto: deletion.mergedInto && isName(deletion.mergedInto, MAX_ID) ? deletion.mergedInto : null,
    }));
}
