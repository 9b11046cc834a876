// Reads a stream: opens a window of time, walks it by REST or Bulk, settles, and catches up on what changed meanwhile.
import type { Fate, Page, ReadRequest } from '../contract.ts';
import { path } from './api.ts';
import { BulkRefused, readBulk } from './bulk.ts';
import { parseCursor, START, type State, type Window } from './cursor.ts';
import { fatal, isMissingObject } from './failures.ts';
import { closedStatusesOf, withHistories } from './history.ts';
import { to18 } from './ids.ts';
import { HISTORIES } from './map/reopenings.ts';
import { Reader } from './reader.ts';
import { isDeleted, type Row, toDeletion, toRecord } from './rows.ts';
import type { SalesforceSession } from './session.ts';
import { walk } from './stretch.ts';
import type { Table } from './tables.ts';
import { QueryPage } from './wire.ts';

/** Passes of one read: the second and third catch up on a long first one. */
const MAX_PASSES = 3;
/** A pass this short needs no catching up: the next run does it. */
const SHORT_PASS_MS = 300_000;

export async function* readTable(table: Table, session: SalesforceSession, request: ReadRequest): AsyncGenerator<Page> {
  const reader = new Reader(session, table);
  let state = request.mode === 'FULL' && request.cursor === null ? START : parseCursor(request.cursor);
  try {
    state = withNewColumns(state, await namesOf(reader), session, table);
    for (let pass = 1; pass <= MAX_PASSES; pass++) {
      const window = state.window ?? open(state, session);
      yield* readWindow(reader, state, window);
      state = { settledTo: window.settle, columns: await namesOf(reader), window: null };
      yield { records: [], deleted: [], cursor: state, syncedThrough: window.settle };
      if (session.serverNow() - Date.parse(window.until) < SHORT_PASS_MS) return;
    }
  } catch (error) {
    if (!isMissingObject(error) || !table.optional) throw fatal(error, `${table.name} cannot be read`);
    session.host.log('warn', 'this org has no such object, or hides it', { object: table.name });
    yield { records: [], deleted: [], cursor: START };
  }
}

/** Of the columns, and of the history where it can be read. */
async function namesOf(reader: Reader): Promise<string[]> {
  const { names } = await reader.columns();
  const hasHistory = reader.table.name === 'Case' && (await closedStatusesOf(reader.session)) !== null;
  return [...names, ...(hasHistory ? [HISTORIES] : [])];
}

/** A field that was added or shown moves no stamp: everything is read again for its sake. */
function withNewColumns(
  state: State,
  names: readonly string[],
  { host }: SalesforceSession,
  { name: object }: Table,
): State {
  const added = names.filter(name => !state.columns?.includes(name));
  if (state.columns === null || state.window !== null || added.length === 0) return state;
  host.log('info', 'new fields: all records are read again', { object, fields: added });
  return { ...state, settledTo: null };
}

/** Bounds by the server's clock; its current second is included, as far as it has come. */
function open({ settledTo }: State, session: SalesforceSession): Window {
  const now = Math.floor(session.serverNow() / 1000) * 1000;
  const { lagSeconds, overlapSeconds } = session.config;
  const settled = settledTo === null ? 0 : Date.parse(settledTo);
  return {
    from: settledTo === null ? null : new Date(settled - overlapSeconds * 1000).toISOString(),
    until: new Date(now + 1000).toISOString(),
    settle: new Date(Math.max(now - lagSeconds * 1000, settled)).toISOString(),
    seen: 0,
    key: null,
    bulk: null,
  };
}

async function* readWindow(reader: Reader, state: State, start: Window): AsyncGenerator<Page> {
  const { bulkAbove } = reader.session.config;
  const atOnce = start.key === null && start.bulk === null;
  if (!start.bulk) {
    const large = yield* byRest(reader, state, start, atOnce ? bulkAbove : Number.POSITIVE_INFINITY);
    if (!large) return;
  }
  try {
    yield* byBulk(reader, state, start);
  } catch (error) {
    if (!(error instanceof BulkRefused)) throw error;
    reader.session.host.log('info', 'read by REST instead of Bulk', { object: reader.table.name, why: error.message });
    yield* byRest(reader, state, { ...start, bulk: null }, Number.POSITIVE_INFINITY);
  }
}

/** True, and nothing delivered, when the query has more rows than `most`. */
async function* byRest(reader: Reader, state: State, start: Window, most: number): AsyncGenerator<Page, boolean> {
  let window = start;
  for await (const { rows, key, total } of walk(reader, start, start.key)) {
    if (total > most) return true;
    window = { ...window, key, seen: window.seen + rows.length };
    yield { ...(await split(reader, rows)), cursor: { ...state, window }, expected: start.seen + total };
  }
  return false;
}

async function* byBulk(reader: Reader, state: State, start: Window): AsyncGenerator<Page> {
  for await (const { rows, place, total } of readBulk(reader, start, start.bulk)) {
    const cursor = { ...state, window: { ...start, bulk: place } };
    yield { ...(await split(reader, rows)), cursor, ...(total === null ? {} : { expected: total }) };
  }
}

async function split({ session, table }: Reader, page: readonly Row[]): Promise<Pick<Page, 'records' | 'deleted'>> {
  const object = table.name;
  const rows = await withHistories(session, object, page);
  return {
    records: rows.filter(row => !isDeleted(row)).map(row => toRecord(object, row)),
    deleted: rows.filter(isDeleted).map(row => toDeletion(object, row)),
  };
}

/** Live records, by the source's own count; null where the object does not exist. */
export async function countTable(table: Table, session: SalesforceSession): Promise<number | null> {
  try {
    const page = await session.call(QueryPage, path.query(`SELECT COUNT() FROM ${table.name}`));
    return page.totalSize;
  } catch (error) {
    if (isMissingObject(error)) return null;
    throw fatal(error, `${table.name} cannot be counted`);
  }
}

/** In the bin or purged: gone. What a full read missed although it is there comes back whole. */
export async function fatesOf(table: Table, session: SalesforceSession, ids: readonly string[]): Promise<Fate[]> {
  const reader = new Reader(session, table);
  try {
    const rows = await withHistories(session, table.name, await reader.tolerant(() => reader.byIds(ids.map(to18))));
    const found = new Map(rows.map(row => [row.id, row]));
    return ids.map(id => fateOf(table.name, id, found.get(to18(id))));
  } catch (error) {
    throw fatal(error, `${table.name} cannot be read by id`);
  }
}

function fateOf(object: string, id: string, row: Row | undefined): Fate {
  if (!row) return { id, fate: 'gone', deletedAt: null };
  if (!isDeleted(row)) return { id, fate: 'live', record: toRecord(object, row) };
  const { deletedAt, mergedInto = null } = toDeletion(object, row);
  return { id, fate: 'gone', deletedAt, mergedInto };
}
