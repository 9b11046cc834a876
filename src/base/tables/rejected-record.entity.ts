// Records that could not be used, or not whole, with the reason, until they can.
import { defineEntity, p } from '@mikro-orm/postgresql';
import { createdNow, id, idOf, text, texts } from './columns.ts';

export const rejectedRecordSchema = defineEntity({
  name: 'RejectedRecord',
  tableName: 'rejected_record',
  properties: {
    id: id(),
    connectionId: idOf(),
    runId: idOf().nullable(),
    object: text(),
    externalId: text(),
    reason: text(),
    /** The values that are wrong, by their names in the record; empty where it is the record as such. */
    fields: texts().default([]),
    /** It is here, without these values. */
    taken: p.boolean().default(false),
    payload: p.json<Record<string, unknown>>(),
    rejectedAt: createdNow(),
    attempts: p.integer().default(1),
  },
  uniques: [{ name: 'rejected_record_external', properties: ['connectionId', 'object', 'externalId'] }],
});
export class RejectedRecord extends rejectedRecordSchema.class {}
rejectedRecordSchema.setClass(RejectedRecord);
