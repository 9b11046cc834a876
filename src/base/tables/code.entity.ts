// Numbers of the names that the columnar copy of the facts holds. They stay when nothing has them any more.
import { defineEntity, p } from '@mikro-orm/postgresql';
import { text } from './columns.ts';

export const codeSchema = defineEntity({
  name: 'MetricCode',
  tableName: 'metric_code',
  properties: {
    code: p.integer().primary().autoincrement(),
    /** A name of a dimension, or an outcome: bin, sign and unit, with a blank between. */
    name: text().unique(),
  },
});
export class MetricCode extends codeSchema.class {}
codeSchema.setClass(MetricCode);
