// Who entered and left which segment, when and why: only ever added to.
import { defineEntity, p } from '@mikro-orm/postgresql';
import { id, idOf, text, time } from './columns.ts';

export const segmentChangeSchema = defineEntity({
  name: 'SegmentChange',
  tableName: 'segment_change',
  properties: {
    id: id(),
    segmentId: idOf(),
    customerId: idOf(),
    entered: p.boolean(),
    /** DATA: something of theirs changed. TIME: time alone did it. RULE: the rule was saved. */
    cause: text(),
    at: time(),
  },
  indexes: [
    // growth, and what a subscriber has not heard yet
    {
      name: 'segment_change_segment',
      expression: 'create index "segment_change_segment" on "segment_change" ("segment_id", "at", "id")',
    },
  ],
});
export class SegmentChange extends segmentChangeSchema.class {}
segmentChangeSchema.setClass(SegmentChange);
