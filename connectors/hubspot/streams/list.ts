// The first half of a full read: every live record, in the order of ids.
import type { Page, ReadRequest } from '../../contract.ts';
import { Fatal } from '../../errors.ts';
import { withHistory } from '../history.ts';
import type { ObjectType } from '../objects.ts';
import { type Wanted, wantedProperties } from '../properties.ts';
import { iso, losers, rawRecord, resolve } from '../rows.ts';
import type { HubSpotSession } from '../session.ts';
import type { Listing } from '../state.ts';
import type { ObjectRecord } from '../wire.ts';
import { count } from './count.ts';

/** HubSpot answers 414 somewhere above 8 KB. */
const URL_BYTES = 5 * 1024;

export async function startListing(session: HubSpotSession, wanted: Wanted): Promise<Listing> {
  return { phase: 'list', startedAt: await session.serverNow(), after: null, schema: wanted.hash };
}

/** The last page's cursor still says `list`: the changes since `startedAt` come next. */
export async function* list(
  session: HubSpotSession,
  type: ObjectType,
  state: Listing,
): AsyncGenerator<Page & { readonly next: string | null }> {
  const wanted = await wantedProperties(session, type);
  const expected = state.after === null ? await count(session, type) : null;
  const visited = new Set<string>();
  for (let after = state.after; ; ) {
    const { rows, deleted, next } = await listPage(session, type, after ?? undefined, wanted.names);
    const deletions = [...deleted, ...rows.flatMap(row => losers(type, row))];
    const at = { ...state, after: next ?? after };
    yield {
      records: rows.map(row => rawRecord(type, row)),
      deleted: deletions,
      cursor: at,
      next,
      ...(expected === null ? {} : { expected }),
    };
    if (next === null) return;
    if (visited.has(next)) throw new Fatal('cursor did not advance', { object: type.path });
    visited.add(next);
    after = next;
  }
}

/** Ids and times only, compared with what is held: for objects that the search does not know. */
export async function* listDiffering(
  session: HubSpotSession,
  type: ObjectType,
  request: ReadRequest,
): AsyncGenerator<string[]> {
  const visited = new Set<string>();
  for (let after: string | undefined; ; ) {
    const page = await session.api.list(type.path, { after, properties: [type.modified] });
    const seen = page.results.map(row => ({ id: row.id, version: iso(row.updatedAt) }));
    yield [...(await request.differing(type.object, seen))];
    after = page.paging?.next?.after;
    if (after === undefined) return;
    if (visited.has(after)) throw new Fatal('cursor did not advance', { object: type.path });
    visited.add(after);
  }
}

async function listPage(
  session: HubSpotSession,
  type: ObjectType,
  after: string | undefined,
  names: readonly string[],
) {
  const fits = names.reduce((bytes, name) => bytes + name.length + '&properties='.length, 200) <= URL_BYTES;
  const page = await session.api.list(type.path, { after, properties: fits ? names : [type.modified] });
  const next = page.paging?.next?.after ?? null;
  if (fits || page.results.length === 0)
    return { rows: await withHistory(session, type, page.results as ObjectRecord[]), deleted: [], next };
  const ids = page.results.map(row => row.id);
  const { rows, gone } = await resolve(session, type, ids, names);
  const now = iso(await session.serverNow());
  const deleted = [...gone].map(([id, { deletedAt, mergedInto }]) => ({
    object: type.object,
    id,
    deletedAt: deletedAt ?? now,
    mergedInto,
  }));
  return { rows, deleted, next };
}
