// Versions of CX index definitions: rows are added, never changed, so that an old report can be made again.
import { defineEntity, p } from '@mikro-orm/postgresql';
import { createdNow, id, json, text } from './columns.ts';

export const cxIndexSchema = defineEntity({
  name: 'CxIndexVersion',
  tableName: 'cx_index_definition',
  properties: {
    id: id(),
    key: text(),
    /** 1 and up; a key's first is 2 where a template is its version 1. */
    version: p.integer(),
    name: text(),
    description: text().nullable(),
    aggregation: text(),
    components: json(),
    createdAt: createdNow(),
  },
  uniques: [{ name: 'cx_index_definition_version', properties: ['key', 'version'] }],
});
export class CxIndexVersion extends cxIndexSchema.class {}
cxIndexSchema.setClass(CxIndexVersion);
