// The streams, as data: each object, how it is read and what it means.

import type { Lookup, MapInput, Stream } from '../contract.ts';
import type { CanonicalInput } from '../records.ts';
import { countTable, fatesOf, readTable } from './read.ts';
import type { SalesforceSession } from './session.ts';
import { OBJECTS, type Table } from './tables.ts';

type Mapper = (record: MapInput, lookup: Lookup) => CanonicalInput[];

const MAPPERS: Readonly<Record<string, Mapper>> = {};

export const streams: readonly Stream<SalesforceSession>[] = OBJECTS.map(streamOf);

function streamOf(table: Table): Stream<SalesforceSession> {
  const map = MAPPERS[table.name];
  return {
    name: table.name,
    objects: [table.name],
    ...(table.reference ? { reference: true } : {}),
    read: (session, request) => readTable(table, session, request),
    map: (record, lookup) => map?.(record, lookup) ?? [],
    count: session => countTable(table, session),
    fates: (session, _object, ids) => fatesOf(table, session, ids),
  };
}
