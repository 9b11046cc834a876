// How far each segment was evaluated. Apart from the segments, so that saving one never waits for a refresh.
import { defineEntity, p } from '@mikro-orm/postgresql';
import { count, sharedId, time } from '../database/columns.ts';

export const segmentStateSchema = defineEntity({
  name: 'SegmentState',
  tableName: 'segment_state',
  properties: {
    segmentId: sharedId(),
    /** Of the segment, for everybody. */
    revision: p.integer(),
    evaluatedAt: time(),
    /** Rows of segment_member. */
    size: count(),
  },
});
export class SegmentState extends segmentStateSchema.class {}
segmentStateSchema.setClass(SegmentState);
