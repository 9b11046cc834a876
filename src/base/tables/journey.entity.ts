// Journeys as they were saved. Only saving writes here.
import { defineEntity, p } from '@mikro-orm/postgresql';
import { createdNow, id, json, number, text } from './columns.ts';

export const journeySchema = defineEntity({
  name: 'Journey',
  tableName: 'journey',
  properties: {
    id: id(),
    key: text().unique('journey_key'),
    name: text(),
    mode: text(),
    /** Milliseconds; null for no end. */
    window: number().nullable(),
    stages: json(),
    /** Grows when it means something else. */
    revision: p.integer().default(1),
    createdAt: createdNow(),
    updatedAt: createdNow(),
  },
});
export class Journey extends journeySchema.class {}
journeySchema.setClass(Journey);
