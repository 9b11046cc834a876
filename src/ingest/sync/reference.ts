// Reference data of a connection (pipelines, owners, users), for mappers to look labels up in.
import type { Connector, JsonObject, Lookup } from '../../../connectors/contract.ts';
import type { Sql } from '../../base/database/sql.ts';

/** Deleted records stay in: an archived owner keeps the name last known. */
export async function loadReference(sql: Sql, connectionId: number, connector: Connector): Promise<Lookup> {
  const objects = connector.streams.filter(stream => stream.reference).flatMap(stream => stream.objects);
  const rows = await sql.query<{ object: string; external_id: string; payload: JsonObject }>(
    `select object, external_id, payload from source_record where connection_id = $1 and object = any($2)`,
    [connectionId, objects],
  );
  const payloads = new Map(rows.map(row => [`${row.object}/${row.external_id}`, row.payload]));
  return (object, id) => payloads.get(`${object}/${id}`);
}
