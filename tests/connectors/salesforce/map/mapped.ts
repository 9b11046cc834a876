// Runs a stream's mapper and checks the result against the canonical schema.
import type { JsonObject, Lookup } from '../../../../connectors/contract.ts';
import { CanonicalRecord } from '../../../../connectors/records.ts';
import { connector } from '../../../../connectors/salesforce/index.ts';

export const CREATED = '2026-03-01T08:00:00.000+0000';

/** Throws when the mapper returns something that is not canonical. */
export function mapped(
  object: string,
  id: string,
  payload: JsonObject,
  lookup: Lookup = () => undefined,
): CanonicalRecord[] {
  const stream = connector.streams.find(s => s.name === object)!;
  const full = { Id: id, CreatedDate: CREATED, ...payload };
  return stream.map({ object, id, payload: full }, lookup).map(record => CanonicalRecord.parse(record));
}
