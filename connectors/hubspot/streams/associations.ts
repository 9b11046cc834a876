// Who belongs to what. A link moves no record's time, so full reads read all links and incremental ones those of changed records.
import type { JsonObject, Page, RawRecord, ReadRequest, Stream } from '../../contract.ts';
import { Fatal } from '../../errors.ts';
import { ASSOCIATION_LIMIT } from '../api.ts';
import { Refused } from '../failure.ts';
import { mapLinks } from '../map/links.ts';
import { OBJECT_TYPES, objectType } from '../objects.ts';
import { associationObject, PAIRS } from '../pairs.ts';
import { iso } from '../rows.ts';
import type { HubSpotSession } from '../session.ts';
import type { AssociationTarget } from '../wire.ts';

/** Whatever we hold is newer. */
const BEGINNING = new Date(0).toISOString();

export const ASSOCIATIONS: Stream<HubSpotSession> = {
  name: 'associations',
  objects: PAIRS.map(associationObject),
  after: OBJECT_TYPES.map(type => type.path),
  read,
  map: mapLinks,
};

async function* read(session: HubSpotSession, request: ReadRequest): AsyncGenerator<Page> {
  const startedAt = iso(await session.serverNow());
  let refused: Refused | null = null;
  let refusedAt: number | null = null;
  // What an incremental read is about grows while it is interrupted, so it begins anew.
  const resumeAt = request.mode === 'FULL' && typeof request.cursor?.pair === 'number' ? request.cursor.pair : 0;
  for (const [i, pair] of PAIRS.entries()) {
    if (i < resumeAt) continue;
    try {
      for await (const ids of batches(request, pair.from)) {
        const records = await readLinks(session, pair, ids, request.mode === 'INCREMENTAL');
        yield { records: await worthTelling(request, pair, records), deleted: [], cursor: { pair: refusedAt ?? i } };
      }
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      // The other pairs are still worth reading, but the stream must not count as complete.
      refused ??= error;
      // The next run goes on here: these links are still missing.
      refusedAt ??= i;
      session.host.log('warn', 'associations cannot be read', { pair: associationObject(pair), ...error.detail });
    }
  }
  if (refused)
    throw new Fatal(`some associations cannot be read: ${refused.message}`, refused.detail, { cause: refused });
  yield { records: [], deleted: [], cursor: { readAt: startedAt } };
}

/** That a record has no links is news only where we hold some. */
async function worthTelling(request: ReadRequest, pair: (typeof PAIRS)[number], records: RawRecord[]) {
  const empty = new Set(records.filter(({ payload }) => Array.isArray(payload.to) && payload.to.length === 0));
  if (empty.size === 0) return records;
  const seen = [...empty].map(({ id }) => ({ id, version: BEGINNING }));
  const unknown = await request.differing(associationObject(pair), seen);
  return records.filter(record => !empty.has(record) || !unknown.has(record.id));
}

async function* batches(request: ReadRequest, object: string): AsyncGenerator<string[]> {
  let waiting: string[] = [];
  for await (const ids of request.knownIds(object, { changed: request.mode === 'INCREMENTAL' })) {
    waiting.push(...ids);
    while (waiting.length >= ASSOCIATION_LIMIT) {
      yield waiting.slice(0, ASSOCIATION_LIMIT);
      waiting = waiting.slice(ASSOCIATION_LIMIT);
    }
  }
  if (waiting.length > 0) yield waiting;
}

/**
 * The whole set of each record. Records without links have none in a full read, whose sweep then removes what is held;
 * in an incremental read an empty set says that the links are gone.
 */
async function readLinks(
  session: HubSpotSession,
  pair: (typeof PAIRS)[number],
  ids: readonly string[],
  withEmpty: boolean,
): Promise<RawRecord[]> {
  const links = new Map<string, Map<string, AssociationTarget>>(withEmpty ? ids.map(id => [id, new Map()]) : []);
  const from = objectType(pair.from).path;
  const to = objectType(pair.to).path;
  for (let inputs: { id: string; after?: string }[] = ids.map(id => ({ id })); inputs.length > 0; ) {
    const answer = await session.api.associations(from, to, inputs);
    const asked = new Map(inputs.map(input => [input.id, input.after]));
    inputs = [];
    // What has no links is told as an error, or not at all. Both mean an empty set.
    for (const { from: source, to: targets, paging } of answer.results) {
      const known = links.get(source.id) ?? new Map<string, AssociationTarget>();
      for (const target of targets as AssociationTarget[]) known.set(String(target.toObjectId), target);
      links.set(source.id, known);
      const after = paging?.next?.after;
      if (after === undefined) continue;
      if (after === asked.get(source.id))
        throw new Fatal('cursor did not advance', { object: associationObject(pair) });
      inputs.push({ id: source.id, after });
    }
  }
  const version = iso(await session.serverNow());
  const object = associationObject(pair);
  return [...links].map(([id, to]) => ({ object, id, version, undated: true, payload: payload(id, to) }));
}

function payload(id: string, to: Map<string, AssociationTarget>): JsonObject {
  return { from: { id }, to: [...to.values()] };
}
