// Every record as its source gave it: the ground on which all else can be rebuilt.
import { defineEntity, p } from '@mikro-orm/postgresql';
import { createdNow, id, idOf, text, time } from './columns.ts';

export const sourceRecordSchema = defineEntity({
  name: 'SourceRecord',
  tableName: 'source_record',
  properties: {
    id: id(),
    connectionId: idOf(),
    object: text(),
    externalId: text(),
    /** When the source last changed it. */
    version: time(),
    /** MD5 of the payload with sorted keys: tells unchanged records apart. */
    hash: p.blob(),
    payload: p.json<Record<string, unknown>>(),
    landedAt: createdNow(),
    deletedAt: time().nullable(),
    /** External id, of the same object, of the record it was merged into. */
    mergedInto: text().nullable(),
  },
  uniques: [
    // landing a page: which records are new or changed
    { name: 'source_record_external', properties: ['connectionId', 'object', 'externalId'] },
  ],
  indexes: [
    // sweeps and link reads: what was landed since
    {
      name: 'source_record_landed',
      expression:
        'create index "source_record_landed" on "source_record" ("connection_id", "object", "landed_at", "id")',
    },
  ],
});
export class SourceRecord extends sourceRecordSchema.class {}
sourceRecordSchema.setClass(SourceRecord);
