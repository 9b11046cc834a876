// What applications record themselves: the same path as a page of a source, without a cursor.
import type { JsonObject } from '../../../connectors/contract.ts';
import type { CanonicalRecord } from '../../../connectors/records.ts';
import type { Context } from '../../base/context/context.ts';
import { bisect, splitOnDataError } from '../../base/database/bisect.ts';
import type { Sql } from '../../base/database/sql.ts';
import { badInput, UserError } from '../../base/errors.ts';
import type { Scores } from '../landed.ts';
import { lockProjection } from '../lock.ts';
import { type Incoming, prepare } from '../page/incoming.ts';
import { landRecords } from '../page/land-records.ts';
import { scoreRecords } from '../page/score-records.ts';
import { compare } from '../page/source-records.ts';
import { nameOf, type Scope } from '../ref.ts';
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

/** Everything about a call that does not change while it is worked off; records by name. */
interface Call {
  readonly scope: Scope;
  readonly incoming: ReadonlyMap<string, Incoming>;
  readonly records: ReadonlyMap<string, readonly CanonicalRecord[]>;
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
  const all = new Map(items.flatMap(withNeeds).map(item => [nameOfItem(item), item]));
  const { incoming, rejected } = await prepare(
    [...all.values()].map(({ object, id, payload }) => ({ object, id, version, undated: true, payload })),
  );
  const records = new Map([...all].map(([name, item]) => [name, item.records]));
  const call: Call = {
    scope,
    incoming: new Map(incoming.map(item => [nameOf(item), item])),
    records,
    // Before anybody waits for the lock: it takes as long as writing them.
    scores: await scoreChanged(ctx.sql, scope, incoming, records),
  };
  const reasons = new Map(rejected.map(item => [nameOf(item.incoming), item.reason]));
  const [sound, unsound] = [true, false].map(is => items.filter(item => call.incoming.has(nameOfItem(item)) === is));
  const { done, failed } = await ctx.sql.transaction(async tx => {
    // Before comparing, so that the same call twenty times in parallel is done once.
    await lockProjection(tx);
    return bisect(tx, sound!, {
      work: (part, inner) => landItems(inner, call, part),
      onFailure: splitOnDataError,
    });
  });
  const accepted = done.reduce((sum, part) => sum + part, 0);
  return {
    accepted,
    unchanged: sound!.length - failed.length - accepted,
    rejected: [
      ...unsound!.map(item => refused(item, reasons.get(nameOfItem(item)) ?? '')),
      ...failed.map(({ item, error }) => refused(item, `A value cannot be stored: ${(error as Error).message}.`)),
    ].sort((a, b) => a.index - b.index),
  };
}

const withNeeds = (item: IndexedItem): RecordItem[] => (item.needs ? [item.needs, item] : [item]);
const nameOfItem = ({ object, id }: RecordItem) => nameOf({ object, externalId: id });
const refused = ({ index, id }: IndexedItem, reason: string) =>
  recordError(index, id, new UserError('BAD_USER_INPUT', reason));

async function scoreChanged(
  sql: Sql,
  scope: Scope,
  incoming: readonly Incoming[],
  records: Call['records'],
): Promise<Scores> {
  const { created, updated } = await compare(sql, scope, incoming);
  return scoreRecords([...created, ...updated].flatMap(item => records.get(nameOf(item)) ?? []));
}

/** Returns how many of them were new or changed. */
async function landItems(
  tx: Sql,
  { scope, incoming, records, scores }: Call,
  items: readonly IndexedItem[],
): Promise<number> {
  const names = [...new Set(items.flatMap(withNeeds).map(nameOfItem))];
  const { landed } = await landRecords(tx, scope, {
    incoming: names.map(name => incoming.get(name)).filter(item => item !== undefined),
    map: changed => ({
      mapped: changed.map(item => ({ incoming: item, records: records.get(nameOf(item))!, left: [] })),
      rejected: [],
    }),
    scores,
    isLocked: true,
  });
  const taken = new Set(landed.map(nameOf));
  return items.filter(item => taken.has(nameOfItem(item))).length;
}

export function joined(one: RecordResult, other: RecordResult): RecordResult {
  return {
    accepted: one.accepted + other.accepted,
    unchanged: one.unchanged + other.unchanged,
    rejected: [...one.rejected, ...other.rejected].sort((a, b) => a.index - b.index),
  };
}
