// What a metric or an index is to reach.
import { defineEntity, p } from '@mikro-orm/postgresql';
import { createdNow, id, json, number, text } from './columns.ts';

export const targetSchema = defineEntity({
  name: 'Target',
  tableName: 'target',
  properties: {
    id: id(),
    key: text().unique('target_key'),
    /** One of `metric` and `indexKey`. */
    metric: text().nullable(),
    indexKey: text().nullable(),
    /** VALUE or MEDIAN. */
    compared: text(),
    value: number(),
    higherIsBetter: p.boolean(),
    filter: json().nullable(),
    /** Over which period, as it was asked for: one that goes along with time stays so. */
    during: json(),
    createdAt: createdNow(),
    updatedAt: createdNow(),
  },
});
export class Target extends targetSchema.class {}
targetSchema.setClass(Target);
