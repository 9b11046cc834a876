// Links that a source keeps apart from its records: who took part, which company, which case.
import { defineEntity, p } from '@mikro-orm/postgresql';
import { idOf, text } from './columns.ts';

export const linkSchema = defineEntity({
  name: 'Link',
  tableName: 'link',
  properties: {
    fromRef: text().primary(),
    /** customer, account or case */
    role: text().primary(),
    toRef: text().primary(),
    /** 0 is the primary one. */
    position: p.integer(),
    /** The links record it came with, which owns all its rows. */
    sourceRecordId: idOf(),
  },
  indexes: [{ name: 'link_source', expression: 'create index "link_source" on "link" ("source_record_id")' }],
});
export class Link extends linkSchema.class {}
linkSchema.setClass(Link);
