// Where each stream of a connection stands: its cursor, written with the rows it covers.
import { defineEntity, p } from '@mikro-orm/postgresql';
import { count, idOf, text, time } from './columns.ts';

export const streamStateSchema = defineEntity({
  name: 'StreamState',
  tableName: 'stream_state',
  properties: {
    connectionId: idOf().primary(),
    stream: text().primary(),
    cursor: p.json<Record<string, unknown>>().nullable(),
    /** The run whose full read is under way or was interrupted; its cursor is then one of that read. */
    fullRunId: idOf().nullable(),
    fullStartedAt: time().nullable(),
    syncedThrough: time().nullable(),
    /** Live records held; kept by the page, equal to a recount. */
    records: count(),
    sourceCount: p.integer().nullable(),
    sourceCountedAt: time().nullable(),
  },
});
export class StreamState extends streamStateSchema.class {}
streamStateSchema.setClass(StreamState);
