// Reference streams: owners, pipelines with their stages, and definitions of custom properties. Small, so read whole.
import type { Page, RawRecord, ReadRequest, Stream } from '../../contract.ts';
import { Fatal } from '../../errors.ts';
import { Refused } from '../failure.ts';
import { OBJECT_TYPES } from '../objects.ts';
import { customProperties } from '../properties.ts';
import { iso } from '../rows.ts';
import type { HubSpotSession } from '../session.ts';
import type { Owner } from '../wire.ts';

type Source = (session: HubSpotSession) => AsyncIterable<RawRecord[]>;

/** Archived owners are kept as records: old tickets still name them. */
async function* owners(session: HubSpotSession): AsyncGenerator<RawRecord[]> {
  for (const archived of [false, true])
    for (let after: string | undefined; ; ) {
      const page = await session.api.owners(after, archived);
      yield (page.results as Owner[]).map(owner => ({
        object: 'owner',
        id: owner.id,
        version: iso(owner.updatedAt),
        payload: owner,
      }));
      const next = page.paging?.next?.after;
      if (next === undefined) break;
      if (next === after) throw new Fatal('cursor did not advance', { object: 'owners' });
      after = next;
    }
}

/** Stages are records of their own, so that the label of a removed one stays known. */
async function* pipelines(session: HubSpotSession): AsyncGenerator<RawRecord[]> {
  for (const [object, path] of [
    ['deal', 'deals'],
    ['ticket', 'tickets'],
  ] as const) {
    const { results } = await session.api.pipelines(path);
    for (const pipeline of results) {
      const id = `${object}:${pipeline.id}`;
      const versions = [pipeline.updatedAt, ...pipeline.stages.map(stage => stage.updatedAt)].map(
        at => Date.parse(at ?? '') || 0,
      );
      yield [
        { object: 'pipeline', id, version: iso(Math.max(...versions)), payload: pipeline as RawRecord['payload'] },
        ...pipeline.stages.map(stage => ({
          object: 'pipeline_stage',
          id: `${id}:${stage.id}`,
          version: iso(Date.parse(stage.updatedAt ?? '') || 0),
          payload: stage as RawRecord['payload'],
        })),
      ];
    }
  }
}

/** One record an object type: its custom properties. The mapping needs their types. */
async function* propertySchemas(session: HubSpotSession): AsyncGenerator<RawRecord[]> {
  for (const type of OBJECT_TYPES) {
    const properties = await customProperties(session, type);
    if (properties.length === 0) continue;
    const newest = Math.max(...properties.map(p => Date.parse(p.updatedAt ?? '') || 0));
    yield [{ object: 'property_schema', id: type.object, version: iso(newest), payload: { properties } }];
  }
}

function referenceStream(name: string, objects: string[], source: Source): Stream<HubSpotSession> {
  return {
    name,
    objects,
    reference: true,
    read: (session, request) => read(session, request, name, source),
    map: () => [],
  };
}

async function* read(
  session: HubSpotSession,
  request: ReadRequest,
  name: string,
  source: Source,
): AsyncGenerator<Page> {
  const startedAt = iso(await session.serverNow());
  const cursor = { readAt: startedAt };
  try {
    for await (const all of source(session)) {
      const records = request.mode === 'FULL' ? all : await differing(request, all);
      if (records.length > 0) yield { records, deleted: [], cursor };
    }
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    throw new Fatal(`${name} cannot be read: ${error.message}`, error.detail, { cause: error });
  }
  yield { records: [], deleted: [], cursor, syncedThrough: startedAt };
}

async function differing(request: ReadRequest, records: RawRecord[]): Promise<RawRecord[]> {
  const changed: RawRecord[] = [];
  for (const object of new Set(records.map(record => record.object))) {
    const of = records.filter(record => record.object === object);
    const ids = await request.differing(object, of);
    changed.push(...of.filter(record => ids.has(record.id)));
  }
  return changed;
}

export const REFERENCE_STREAMS: readonly Stream<HubSpotSession>[] = [
  referenceStream('properties', ['property_schema'], propertySchemas),
  referenceStream('owners', ['owner'], owners),
  referenceStream('pipelines', ['pipeline', 'pipeline_stage'], pipelines),
];
