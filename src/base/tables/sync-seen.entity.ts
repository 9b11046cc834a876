// Records that a full read showed unchanged, while it lasts: what is in neither is missing at the source.
import { defineEntity } from '@mikro-orm/postgresql';
import { idOf } from './columns.ts';

export const syncSeenSchema = defineEntity({
  name: 'SyncSeen',
  tableName: 'sync_seen',
  properties: { runId: idOf().primary(), sourceRecordId: idOf().primary() },
});
export class SyncSeen extends syncSeenSchema.class {}
syncSeenSchema.setClass(SyncSeen);
