// What applications record themselves: the same path as a page of a source, without a cursor.
import type { JsonObject } from '../../../connectors/contract.ts';
import type { CanonicalRecord } from '../../../connectors/records.ts';
import type { Context } from '../../base/context.ts';
import { isDataError, type Sql, savepoint } from '../../base/database/sql.ts';
import { badInput, UserError } from '../../base/errors.ts';
import { lockProjection } from '../lock.ts';
import { type Incoming, prepare, type Rejected } from '../page/incoming.ts';
import { compare, write, writeTombstones } from '../page/land.ts';
import { project } from '../page/project.ts';
import { scoreRecords } from '../page/score-records.ts';
import type { Scope, Scores } from '../ref.ts';
import { type RecordError, recordError } from './item-fault.ts';

/** The built-in connection of what applications record themselves. */
export const API_KEY = 'api';

export interface RecordItem {
  readonly object: string;
  /** The caller's own id: sending it again changes nothing. */
  readonly id: string;
  /** What was sent, kept as the source record. */
  readonly payload: JsonObject;
  /** Within their bounds. */
  readonly records: readonly CanonicalRecord[];
}

export interface IndexedItem extends RecordItem {
  /** Its place in the caller's list. */
  readonly index: number;
  /** A record to land with it, which several may share. */
  readonly needs?: RecordItem;
}

export type { RecordError };

export interface RecordResult {
  readonly accepted: number;
  readonly unchanged: number;
  readonly rejected: readonly RecordError[];
}

/** Items in one call. */
export const MAX_ITEMS = 1000;

export function checkSize(field: string, items: readonly unknown[]): void {
  if (items.length > MAX_ITEMS)
    throw badInput(field, `Send at most ${MAX_ITEMS} at a time; these are ${items.length}.`);
}

export async function apiScope(ctx: Context): Promise<Scope> {
  const row = await ctx.sql.one<{ id: number }>(`select id from connection where key = $1`, [API_KEY]);
  if (!row) throw new Error('the built-in connection is missing: run "cxgraph migrate"');
  return { connectionId: row.id, connectionKey: API_KEY };
}

const nameOf = ({ object, id }: RecordItem) => `${object}/${id}`;
const nameOfIncoming = ({ object, externalId }: Rejected['incoming']) => `${object}/${externalId}`;

/** Everything about a call that does not change while it is worked off. */
interface Call {
  readonly scope: Scope;
  /** ISO 8601. */
  readonly version: string;
  readonly records: ReadonlyMap<string, readonly CanonicalRecord[]>;
  readonly incoming: ReadonlyMap<string, Incoming>;
  readonly scores: Scores;
}

/**
 * Lands and projects them in one transaction; no two have one name. One that PostgreSQL refuses is rejected, the others are
 * taken.
 */
export async function recordItems(ctx: Context, items: readonly IndexedItem[]): Promise<RecordResult> {
  if (items.length === 0) return { accepted: 0, unchanged: 0, rejected: [] };
  const scope = await apiScope(ctx);
  const version = ctx.now().toISOString();
  const all = new Map(items.flatMap(withNeeds).map(item => [nameOf(item), item]));
  const prepared = await prepare(
    [...all.values()].map(({ object, id, payload }) => ({ object, id, version, payload })),
  );
  const incoming = new Map(prepared.incoming.map(item => [nameOfIncoming(item), item]));
  const records = new Map([...all].map(([name, item]) => [name, item.records]));
  // Scored before anybody waits for the lock: it takes as long as writing them.
  const scores = await scoreChanged(ctx.sql, scope, prepared.incoming, records);
  const kept = items.filter(item => incoming.has(nameOf(item)));
  const reasons = new Map(prepared.rejected.map(({ incoming, reason }) => [nameOfIncoming(incoming), reason]));
  const refused = items
    .filter(item => !incoming.has(nameOf(item)))
    .map(item => recordError(item.index, item.id, new UserError('BAD_USER_INPUT', reasons.get(nameOf(item)) ?? '')));
  const result = await ctx.sql.transaction(async tx => {
    // Before comparing, so that the same call twenty times in parallel is done once.
    await lockProjection(tx);
    return landParts(tx, { scope, version, records, incoming, scores }, kept);
  });
  return joined({ accepted: 0, unchanged: 0, rejected: refused }, result);
}

const withNeeds = (item: IndexedItem): RecordItem[] => (item.needs ? [item.needs, item] : [item]);

async function scoreChanged(
  sql: Sql,
  scope: Scope,
  incoming: readonly Incoming[],
  records: Call['records'],
): Promise<Scores> {
  const { created, updated } = await compare(sql, scope, incoming);
  return scoreRecords([...created, ...updated].flatMap(item => records.get(nameOfIncoming(item)) ?? []));
}

/** All at once; where a value is refused, each half on its own, down to the one that carries it. */
async function landParts(tx: Sql, call: Call, items: readonly IndexedItem[]): Promise<RecordResult> {
  if (items.length === 0) return { accepted: 0, unchanged: 0, rejected: [] };
  try {
    return await savepoint(tx, part => landItems(part, call, items));
  } catch (error) {
    if (!isDataError(error)) throw error;
    const [only] = items;
    if (items.length === 1) {
      const fault = new UserError('BAD_USER_INPUT', `A value cannot be stored: ${error.message}.`);
      return { accepted: 0, unchanged: 0, rejected: [recordError(only!.index, only!.id, fault)] };
    }
  }
  const half = Math.ceil(items.length / 2);
  const before = await landParts(tx, call, items.slice(0, half));
  const after = await landParts(tx, call, items.slice(half));
  return joined(before, after);
}

export function joined(one: RecordResult, other: RecordResult): RecordResult {
  return {
    accepted: one.accepted + other.accepted,
    unchanged: one.unchanged + other.unchanged,
    rejected: [...one.rejected, ...other.rejected].sort((a, b) => a.index - b.index),
  };
}

async function landItems(tx: Sql, call: Call, items: readonly IndexedItem[]): Promise<RecordResult> {
  const { scope, version } = call;
  const names = [...new Set(items.flatMap(withNeeds).map(nameOf))];
  const compared = await compare(
    tx,
    scope,
    names.map(name => call.incoming.get(name)).filter(item => item !== undefined),
  );
  const changed = [...compared.created, ...compared.updated];
  const rows = await write(tx, scope, changed);
  const ids = new Map(rows.map(row => [`${row.object}/${row.external_id}`, row.id]));
  const fresh = new Set(compared.created);
  const scores = await completed(
    call.scores,
    changed.flatMap(item => call.records.get(nameOfIncoming(item))!),
  );
  const landed = changed.flatMap(item => {
    const { object, externalId } = item;
    const name = nameOfIncoming(item);
    const id = ids.get(name);
    const records = call.records.get(name)!;
    return id === undefined ? [] : [{ id, object, externalId, version, isNew: fresh.has(item), records, scores }];
  });
  await project(tx, scope, landed, await writeTombstones(tx, scope, []));
  const wanted = new Set(items.map(nameOf));
  const accepted = landed.filter(record => wanted.has(nameOfIncoming({ ...record, payload: null }))).length;
  return { accepted, unchanged: items.length - accepted, rejected: [] };
}

/** With those of items that were as they are before the lock, and are not any more. */
async function completed(scores: Scores, records: readonly CanonicalRecord[]): Promise<Scores> {
  const late = await scoreRecords(records, scores);
  return late.size === 0 ? scores : new Map([...scores, ...late]);
}
