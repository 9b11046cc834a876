// What changed since a moment: a settled pass that moves the cursor, a fresh one that does not, and what was removed.
import type { Deletion, Page, RawRecord, ReadRequest } from '../../contract.ts';
import { BATCH_LIMIT } from '../api.ts';
import { Refused } from '../failure.ts';
import type { ObjectType } from '../objects.ts';
import { wantedProperties } from '../properties.ts';
import { iso, losers, rawRecord, resolve } from '../rows.ts';
import { type Found, type Hit, searchPage, searchWindow } from '../search-window.ts';
import type { HubSpotSession } from '../session.ts';
import type { Changes } from '../state.ts';
import { archivedSince } from './archived.ts';
import { listDiffering } from './list.ts';

/** Clocks of HubSpot's machines need not agree to the second. */
export const OVERLAP_MS = 60_000;

export async function* changes(
  session: HubSpotSession,
  type: ObjectType,
  state: Changes,
  request: ReadRequest,
): AsyncGenerator<Page> {
  const pass = state.pass ?? (await startPass(session, state));
  for await (const found of searched(session, type, pass, request)) {
    const { records, deleted } = await fetchChanged(session, type, found.hits, request);
    const at: Changes = { ...state, pass: { ...pass, low: Math.max(pass.low, found.low) } };
    if (records.length > 0 || deleted.length > 0 || found.low < pass.to) yield { records, deleted, cursor: at };
  }
  const removalsAt = await session.serverNow();
  for await (const deleted of archivedSince(session, type, state.archivedSince))
    yield { records: [], deleted, cursor: { ...state, pass: { ...pass, low: pass.to } } };
  const done: Changes = {
    phase: 'changes',
    settledTo: pass.settled,
    archivedSince: Math.max(state.archivedSince, Math.floor(removalsAt) - OVERLAP_MS),
    schema: state.schema,
  };
  yield { records: [], deleted: [], cursor: done, syncedThrough: iso(pass.settled) };
}

async function startPass(session: HubSpotSession, state: Changes): Promise<NonNullable<Changes['pass']>> {
  // Date headers are cut to seconds.
  const to = Math.floor(await session.serverNow()) + 1000;
  const settled = Math.max(state.settledTo, to - 1000 - session.config.indexLagSeconds * 1000);
  return { low: state.settledTo, settled, to: Math.max(to, settled) };
}

async function* searched(
  session: HubSpotSession,
  type: ObjectType,
  pass: NonNullable<Changes['pass']>,
  request: ReadRequest,
): AsyncGenerator<Found> {
  if (pass.low >= pass.to) return;
  let first: { hits: Hit[]; complete: boolean };
  try {
    first = await searchPage(session, type, pass.low, pass.to);
  } catch (error) {
    if (!(error instanceof Refused) || error.status === 403) throw error;
    session.host.log('info', 'search does not serve this object: its list is compared instead', { object: type.path });
    for await (const ids of listDiffering(session, type, request))
      yield { hits: ids.map(id => ({ id, at: Number.NaN })), low: pass.low };
    return;
  }
  // One page shows all: the usual case between two runs.
  if (first.complete) {
    yield { hits: first.hits, low: pass.to };
    return;
  }
  yield* searchWindow(session, type, pass.low, pass.settled);
  yield* searchWindow(session, type, Math.max(pass.low, pass.settled), pass.to);
}

/** Only rows that we do not hold like this are read in full. */
async function fetchChanged(
  session: HubSpotSession,
  type: ObjectType,
  hits: readonly Hit[],
  request: ReadRequest,
): Promise<{ records: RawRecord[]; deleted: Deletion[] }> {
  if (hits.length === 0) return { records: [], deleted: [] };
  const seen = hits.filter(hit => !Number.isNaN(hit.at)).map(hit => ({ id: hit.id, version: iso(hit.at) }));
  const unknown = hits.filter(hit => Number.isNaN(hit.at)).map(hit => hit.id);
  const ids = [...unknown, ...(seen.length > 0 ? await request.differing(type.object, seen) : [])];
  return readRows(session, type, ids);
}

async function readRows(session: HubSpotSession, type: ObjectType, ids: readonly string[]) {
  if (ids.length === 0) return { records: [], deleted: [] };
  const { names } = await wantedProperties(session, type);
  const batches = Array.from({ length: Math.ceil(ids.length / BATCH_LIMIT) }, (_, i) =>
    ids.slice(i * BATCH_LIMIT, (i + 1) * BATCH_LIMIT),
  );
  const parts = await Promise.all(batches.map(batch => resolve(session, type, batch, names)));
  const now = iso(await session.serverNow());
  const deleted = parts.flatMap(part => [
    ...part.rows.flatMap(row => losers(type, row)),
    ...[...part.gone].map(
      ([id, { deletedAt, mergedInto, payload }]): Deletion => ({
        object: type.object,
        id,
        deletedAt: deletedAt ?? now,
        mergedInto,
        ...(payload ? { payload } : {}),
      }),
    ),
  ]);
  return { records: parts.flatMap(part => part.rows.map(row => rawRecord(type, row))), deleted };
}
