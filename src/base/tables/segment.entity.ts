// Segments: their rules as they were saved. Only saving writes here.
import { defineEntity, p } from '@mikro-orm/postgresql';
import { createdNow, id, json, text } from './columns.ts';

export const segmentSchema = defineEntity({
  name: 'Segment',
  tableName: 'segment',
  properties: {
    id: id(),
    key: text().unique('segment_key'),
    name: text(),
    description: text().nullable(),
    rule: json(),
    /** Grows when it means something else: its own rule, or that of a segment or journey it names, was changed. */
    revision: p.integer().default(1),
    createdAt: createdNow(),
    updatedAt: createdNow(),
  },
});
export class Segment extends segmentSchema.class {}
segmentSchema.setClass(Segment);
