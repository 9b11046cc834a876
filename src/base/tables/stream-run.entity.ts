// What one run did to one stream.
import { defineEntity, p } from '@mikro-orm/postgresql';
import { count, idOf, text, time } from './columns.ts';

export const streamRunSchema = defineEntity({
  name: 'StreamRun',
  tableName: 'stream_run',
  properties: {
    runId: idOf().primary(),
    stream: text().primary(),
    position: p.integer(),
    status: text().default('QUEUED'),
    read: count(),
    created: count(),
    updated: count(),
    unchanged: count(),
    deleted: count(),
    rejected: count(),
    /** Of those created and updated: taken without some of their values. */
    partial: count(),
    expected: p.integer().nullable(),
    error: text().nullable(),
    startedAt: time().nullable(),
    finishedAt: time().nullable(),
  },
});
export class StreamRun extends streamRunSchema.class {}
streamRunSchema.setClass(StreamRun);
