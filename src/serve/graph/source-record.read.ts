// How raw source records are read, and how other types point to theirs.
import type { Context } from '../../base/context/context.ts';
import { connectionType } from './connection.read.ts';
import type { Field, GraphType } from './model.ts';
import { columns, id, leaf, one, time, times } from './model.ts';

/** What the page of a record in the source's own application depends on. */
export interface RecordPlace {
  connector: string;
  config: Record<string, unknown>;
  object: string;
  externalId: string;
}

export const sourceRecordType: GraphType = {
  name: 'SourceRecord',
  table: 'source_record',
  fields: {
    id: id('record'),
    ...columns('object', 'externalId', 'payload'),
    connection: one(
      () => connectionType,
      (row, connection) => `${connection}.id = ${row}.connection_id`,
    ),
    updatedAt: time('version'),
    ...times('deletedAt'),
    /** A RecordPlace: the connector knows its addresses, the database does not. */
    url: leaf(
      row => `(select json_build_object('connector', k.connector, 'config', k.config,
        'object', ${row}.object, 'externalId', ${row}.external_id) from connection k where k.id = ${row}.connection_id)`,
    ),
  },
};

/** `ids` gives, for a parent row, a query for the ids of its records. */
export function sourceRecordsOf(ids: (row: string) => string): Field {
  return {
    kind: 'many',
    type: () => sourceRecordType,
    join: (row, record) => `${record}.id in (${ids(row)})`,
    order: record => `${record}.id`,
  };
}

export function urlOf(ctx: Pick<Context, 'connectors'>, place: RecordPlace): string | null {
  return ctx.connectors.get(place.connector)?.recordUrl?.(place.config, place.object, place.externalId) ?? null;
}
