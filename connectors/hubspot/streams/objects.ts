// A stream of one object type: list all, then follow changes.
import type { Fate, Page, ReadRequest, Stream } from '../../contract.ts';
import { BATCH_LIMIT } from '../api.ts';
import { mapRecord } from '../map/index.ts';
import type { ObjectType } from '../objects.ts';
import { wantedProperties } from '../properties.ts';
import { rawRecord, resolve } from '../rows.ts';
import type { HubSpotSession } from '../session.ts';
import { type Changes, stateOf } from '../state.ts';
import { changes, OVERLAP_MS } from './changes.ts';
import { count } from './count.ts';
import { list, startListing } from './list.ts';

export function objectStream(type: ObjectType): Stream<HubSpotSession> {
  return {
    name: type.path,
    objects: [type.object],
    read: (session, request) => read(session, type, request),
    map: mapRecord,
    count: session => count(session, type),
    fates: (session, _object, ids) => fates(session, type, ids),
  };
}

async function* read(session: HubSpotSession, type: ObjectType, request: ReadRequest): AsyncGenerator<Page> {
  const wanted = await wantedProperties(session, type);
  let state = stateOf(request.cursor);
  // A property was added or removed: rows that did not change since lack it, so all are read again.
  if (state && state.phase === 'changes' && !state.pass && state.schema !== wanted.hash) {
    session.host.log('info', 'properties have changed: all records are read again', { object: type.path });
    state = null;
  }
  state ??= await startListing(session, wanted);
  if (state.phase === 'list') {
    const from = state.startedAt - OVERLAP_MS;
    const following: Changes = { phase: 'changes', settledTo: from, archivedSince: from, schema: state.schema };
    for await (const { next, ...page } of list(session, type, state))
      yield next === null ? { ...page, cursor: following } : page;
    state = following;
  }
  yield* changes(session, type, state, request);
}

async function fates(session: HubSpotSession, type: ObjectType, ids: readonly string[]): Promise<Fate[]> {
  const { names } = await wantedProperties(session, type);
  const result: Fate[] = [];
  for (let i = 0; i < ids.length; i += BATCH_LIMIT) {
    const batch = ids.slice(i, i + BATCH_LIMIT);
    const { rows, gone } = await resolve(session, type, batch, names);
    const live = new Map(rows.map(row => [row.id, row]));
    for (const id of batch) {
      const row = live.get(id);
      const lost = gone.get(id);
      if (row) result.push({ id, fate: 'live', record: rawRecord(type, row) });
      else result.push({ id, fate: 'gone', deletedAt: lost?.deletedAt ?? null, mergedInto: lost?.mergedInto ?? null });
    }
  }
  return result;
}
