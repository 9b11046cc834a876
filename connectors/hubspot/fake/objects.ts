// Lists, single records, batch reads and erasure of objects.
import type { FakeRow } from '../../kit/fake-rows.ts';
import { compareIds } from '../../kit/fake-rows.ts';
import type { FakeReply } from '../../kit/fake-server.ts';
import { errors } from './errors.ts';
import type { Portal } from './portal.ts';
import { instant, type WireRow, wireRow } from './rows.ts';
import { singular } from './types.ts';

export function list(portal: Portal, path: string, query: URLSearchParams): FakeReply {
  const limit = Number(query.get('limit') ?? 10);
  if (!(limit >= 1 && limit <= 100)) return errors.badRequest();
  const archived = query.get('archived') === 'true';
  const unlisted = portal.switches.unlistedArchives ?? ['meetings'];
  if (archived && unlisted.includes(path)) return errors.archivesUnlisted();
  const after = query.get('after') ?? '';
  const { shortPages = false, pageLoops = false } = portal.switches;
  // A leading zero marks the second try at a place whose first page was empty.
  const emptyFirst = shortPages && after !== '' && !after.startsWith('0') && Number(after.slice(-1)) % 3 === 0;
  if (emptyFirst) return { status: 200, body: { results: [], paging: next(path, `0${after}`) } };
  const size = shortPages ? Math.max(1, Math.floor(limit / 3)) : limit;
  const from = pageLoops ? '' : after.replace(/^0+/, '');
  const rows = archived ? archivedRows(portal, path, from, size + 1) : liveRows(portal, path, from, size + 1);
  const more = rows[size];
  const wanted = propertiesOf(query);
  const { portalId } = portal.world;
  const shown = rows.slice(0, size).map(({ row, at }) => wireRow(path, row, wanted, portalId, at));
  return { status: 200, body: { results: shown, ...(more ? { paging: next(path, more.row.id) } : {}) } };
}

export function single(portal: Portal, path: string, id: string, query: URLSearchParams): FakeReply {
  const row = find(portal, path, id, query.get('archived') === 'true', propertiesOf(query));
  return row ? { status: 200, body: row } : errors.notFound(id);
}

export function batchRead(portal: Portal, path: string, query: URLSearchParams, body: BatchBody): FakeReply {
  const ids = (body.inputs ?? []).map(input => String(input.id));
  const withHistory = body.propertiesWithHistory ?? [];
  if (ids.length === 0 || ids.length > (withHistory.length > 0 ? 50 : 100)) return errors.badRequest();
  if (withHistory.length > 0 && portal.switches.noHistory) return errors.badRequest();
  const archived = query.get('archived') === 'true';
  const found = new Map<string, WireRow>();
  const missing: string[] = [];
  // The order of answers is not that of the inputs.
  for (const id of ids.toReversed()) {
    const row = find(portal, path, id, archived, body.properties ?? []);
    const omit = row && row.id !== id && portal.switches.aliasOnBatchRead === 'omit';
    if (row && !omit)
      found.set(row.id, withHistory.length > 0 ? { ...row, ...historyOf(portal, path, row.id, withHistory) } : row);
    else missing.push(id);
  }
  const at = instant(portal.clock.now());
  const answer = { status: 'COMPLETE', results: [...found.values()], startedAt: at, completedAt: at };
  if (missing.length === 0) return { status: 200, body: answer };
  const message = `Could not get some ${singular(path).toUpperCase()} objects, they may be deleted or not exist. Check that ids are valid.`;
  const error = { status: 'error', category: 'OBJECT_NOT_FOUND', message, context: { ids: missing } };
  return { status: 207, body: { ...answer, numErrors: 1, errors: [error] } };
}

export interface BatchBody {
  readonly inputs?: readonly { id: string | number; after?: string }[];
  readonly properties?: readonly string[];
  readonly propertiesWithHistory?: readonly string[];
}

function historyOf(portal: Portal, path: string, id: string, names: readonly string[]) {
  const row = portal.store(path).live.get(id);
  const values = (name: string) =>
    (row ? portal.historyOf(path, row, name) : []).map(({ value, at }) => ({
      ...{ value, timestamp: instant(at), sourceType: 'CRM_UI' },
    }));
  return { propertiesWithHistory: Object.fromEntries(names.map(name => [name, values(name)])) };
}

function find(
  portal: Portal,
  path: string,
  id: string,
  archived: boolean,
  wanted: readonly string[],
): WireRow | undefined {
  const store = portal.store(path);
  const { portalId } = portal.world;
  const survivor = store.survivor(id);
  if (archived) {
    const entry = store.archived.get(survivor);
    return entry && wireRow(path, entry.row, wanted, portalId, entry.at);
  }
  const row = store.live.get(survivor);
  return row && wireRow(path, row, wanted, portalId);
}

function liveRows(portal: Portal, path: string, from: string, count: number): { row: FakeRow; at?: number }[] {
  const rows = portal.store(path).live.scan('id', from === '' ? undefined : { id: from, modifiedAt: 0 });
  return [...rows.take(count).map(row => ({ row }))];
}

function archivedRows(portal: Portal, path: string, from: string, count: number): { row: FakeRow; at?: number }[] {
  const rows = [...portal.store(path).archived.values()].filter(({ row }) => compareIds(row.id, from) >= 0);
  return rows.sort((a, b) => compareIds(a.row.id, b.row.id)).slice(0, count);
}

function propertiesOf(query: URLSearchParams): string[] {
  return query
    .getAll('properties')
    .flatMap(names => names.split(','))
    .filter(name => name !== '');
}

function next(path: string, after: string) {
  return { next: { after, link: `https://api.hubapi.com/crm/v3/objects/${path}?after=${after}` } };
}
