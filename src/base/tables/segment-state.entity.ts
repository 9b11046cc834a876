// How far each segment was evaluated. Apart from the segments, so that saving one never waits for a refresh.
import { defineEntity, p } from '@mikro-orm/postgresql';
import { count, idOf, sharedId, text, time } from './columns.ts';

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
    /** Of the revision that could not be evaluated last, with the reason in words. */
    failedRevision: p.integer().nullable(),
    failure: text().nullable(),
    failedAt: time().nullable(),
    /** The revision by which everybody is being evaluated bit by bit, and the last customer who was. */
    begunRevision: p.integer().nullable(),
    reached: idOf().default(0),
  },
});
export class SegmentState extends segmentStateSchema.class {}
segmentStateSchema.setClass(SegmentState);
