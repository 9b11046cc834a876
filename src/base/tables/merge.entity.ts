// The ledger of merges: who became whom, why, and whether it was undone.
import { defineEntity } from '@mikro-orm/postgresql';
import { createdNow, id, idOf, text, time } from './columns.ts';

export const mergeSchema = defineEntity({
  name: 'Merge',
  tableName: 'merge',
  properties: {
    id: id(),
    /** customer or account */
    entity: text(),
    survivorId: idOf(),
    mergedId: idOf(),
    /** "rules 3": version 3 of the identity rules made it so; null: what the sources say. */
    cause: text().nullable(),
    mergedAt: createdNow(),
    undoneAt: time().nullable(),
    undoneCause: text().nullable(),
  },
  indexes: [
    { name: 'merge_merged', expression: 'create index "merge_merged" on "merge" ("entity", "merged_id")' },
    { name: 'merge_survivor', expression: 'create index "merge_survivor" on "merge" ("entity", "survivor_id")' },
  ],
});
export class Merge extends mergeSchema.class {}
mergeSchema.setClass(Merge);
