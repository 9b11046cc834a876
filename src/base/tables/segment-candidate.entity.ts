// Who will be in a segment once everybody was evaluated by its rule: nobody sees them before that.
import { defineEntity } from '@mikro-orm/postgresql';
import { sharedId } from './columns.ts';

export const segmentCandidateSchema = defineEntity({
  name: 'SegmentCandidate',
  tableName: 'segment_candidate',
  properties: { segmentId: sharedId(), customerId: sharedId() },
});
export class SegmentCandidate extends segmentCandidateSchema.class {}
segmentCandidateSchema.setClass(SegmentCandidate);
