// Who is in which segment now. Only the refresh writes here.
import { defineEntity } from '@mikro-orm/postgresql';
import { sharedId, time } from './columns.ts';

export const segmentMemberSchema = defineEntity({
  name: 'SegmentMember',
  tableName: 'segment_member',
  properties: {
    segmentId: sharedId(),
    customerId: sharedId(),
    enteredAt: time(),
  },
  indexes: [
    // the segments of a customer, and of a fact's subject
    {
      name: 'segment_member_customer',
      expression: 'create index "segment_member_customer" on "segment_member" ("customer_id", "segment_id")',
    },
    // the members of a segment, those who entered last first
    {
      name: 'segment_member_entered',
      expression:
        'create index "segment_member_entered" on "segment_member" ("segment_id", "entered_at", "customer_id")',
    },
  ],
});
export class SegmentMember extends segmentMemberSchema.class {}
segmentMemberSchema.setClass(SegmentMember);
