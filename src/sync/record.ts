// What applications record themselves: the same path as a page of a source, without a cursor.
import type { JsonObject } from '../../connectors/contract.ts';
import type { CanonicalInput } from '../../connectors/records.ts';
import type { Context } from '../context.ts';
import { badInput } from '../errors.ts';
import { API_KEY } from './find-connection.ts';
import { judgeRecords } from './judge.ts';
import { bury, compare, prepare, write } from './land.ts';
import { mapRecords } from './map-records.ts';
import { lockProjection, project } from './project.ts';
import type { Scope } from './ref.ts';

export interface RecordItem {
  readonly object: string;
  /** The caller's own id: sending it again changes nothing. */
  readonly id: string;
  /** What was sent, kept as the source record. */
  readonly payload: JsonObject;
  readonly records: readonly CanonicalInput[];
}

export interface RecordError {
  /** Position in the list that was sent. */
  readonly index: number;
  readonly id: string;
  readonly message: string;
}

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

/** Lands and projects them in one transaction. `index` of an item is its place in the caller's list. */
export async function recordItems(
  ctx: Context,
  items: readonly (RecordItem & { readonly index: number })[],
  supporting: readonly RecordItem[] = [],
): Promise<RecordResult> {
  const scope = await apiScope(ctx);
  const version = ctx.now().toISOString();
  const all = new Map([...supporting, ...items].map(item => [`${item.object}/${item.id}`, item]));
  const incoming = await prepare(
    [...all.values()].map(({ object, id, payload }) => ({ object, id, version, payload })),
  );
  const wanted = new Map(items.map(item => [`${item.object}/${item.id}`, item.index]));
  return ctx.sql.transaction(async tx => {
    // Before comparing, so that the same call twenty times in parallel is done once.
    await lockProjection(tx);
    const compared = await compare(tx, scope, incoming);
    const changed = [...compared.created, ...compared.updated];
    const { mapped, rejected } = await mapRecords(
      changed,
      ({ object, id }) => [...all.get(`${object}/${id}`)!.records],
      () => undefined,
    );
    const rows = await write(
      tx,
      scope,
      mapped.map(item => item.incoming),
    );
    const ids = new Map(rows.map(row => [`${row.object}/${row.external_id}`, row.id]));
    const fresh = new Set(compared.created);
    const scores = await judgeRecords(mapped.flatMap(item => item.records));
    const landed = mapped.flatMap(({ incoming: { object, externalId }, incoming: item, records }) => {
      const id = ids.get(`${object}/${externalId}`);
      return id === undefined ? [] : [{ id, object, externalId, version, isNew: fresh.has(item), records, scores }];
    });
    await project(tx, scope, landed, await bury(tx, scope, []));
    const accepted = landed.filter(record => wanted.has(`${record.object}/${record.externalId}`)).length;
    const errors = rejected.flatMap(({ incoming: { object, externalId }, reason }) => {
      const index = wanted.get(`${object}/${externalId}`);
      return index === undefined ? [] : [{ index, id: externalId, message: reason }];
    });
    return { accepted, unchanged: wanted.size - accepted - errors.length, rejected: errors };
  });
}
