// The streams: each reads one list of changes, from where the last read ended.
import { z } from 'zod';
import type { JsonObject, Page, ReadRequest, Stream } from '../../../contract.ts';
import { Fatal } from '../../../errors.ts';
import type { SampleSession } from './api.ts';
import { mapCustomer, mapTicket } from './map.ts';
import type { Row } from './wire.ts';

/** Changes younger than this are read once more: a change may be dated before the moment at which it can be seen. */
const OVERLAP_MS = 5 * 60_000;

/** `after` leads to the next page of a read that goes on; null: the next read begins at `since`. */
const State = z.object({ since: z.string().nullable(), after: z.string().nullable() });

export const STREAMS: readonly Stream<SampleSession>[] = [
  changes('customers', mapCustomer),
  changes('tickets', mapTicket, ['customers']),
];

function changes(name: string, map: Stream['map'], after: readonly string[] = []): Stream<SampleSession> {
  return {
    name,
    objects: [name],
    after,
    map,
    read: (session, request) => read(session, name, request),
    count: async session => (await session.list(name, { limit: 1 })).body.total,
  };
}

async function* read(session: SampleSession, name: string, request: ReadRequest): AsyncGenerator<Page> {
  const { since, after } = State.parse(request.cursor ?? { since: null, after: null });
  const visited = new Set<string>();
  for (let next = after; ; ) {
    const { body, at } = await session.list(name, { since, after: next });
    const gone = body.data.filter(row => row.deleted);
    const live = body.data.filter(row => !row.deleted);
    const last = body.next === null;
    yield {
      records: (await wanted(name, live, request)).map(row => ({
        object: name,
        id: row.id,
        version: version(row),
        payload: row as JsonObject,
      })),
      deleted: gone.map(row => ({ object: name, id: row.id, deletedAt: version(row) })),
      // The list is in the order of changes, so what changed while it was read stands further behind in it.
      cursor: last ? { since: new Date(at - OVERLAP_MS).toISOString(), after: null } : { since, after: body.next },
      ...(request.mode === 'FULL' ? { expected: body.total } : {}),
      ...(last ? { syncedThrough: new Date(at - OVERLAP_MS).toISOString() } : {}),
    };
    if (body.next === null) return;
    // A source that gives the same page for ever must not be read for ever.
    if (visited.has(body.next)) throw new Fatal('cursor did not advance', { stream: name });
    visited.add(body.next);
    next = body.next;
  }
}

/** Of what the overlap shows again, only what we do not hold like this. */
async function wanted(name: string, rows: readonly Row[], { mode, differing }: ReadRequest): Promise<readonly Row[]> {
  const seen = rows.map(row => ({ id: row.id, version: version(row) }));
  const ids = await differing(name, seen);
  return mode === 'FULL' ? rows : rows.filter(row => ids.has(row.id));
}

const version = (row: Row): string => new Date(row.changed_at).toISOString();
