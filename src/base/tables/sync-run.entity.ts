// The run ledger: one row a run; its figures are the sums of its streams.
import { defineEntity, p } from '@mikro-orm/postgresql';
import { count, createdNow, id, idOf, text, texts, time } from './columns.ts';

export const syncRunSchema = defineEntity({
  name: 'SyncRun',
  tableName: 'sync_run',
  properties: {
    id: id(),
    connectionId: idOf(),
    mode: text(),
    trigger: text(),
    status: text().default('QUEUED'),
    dryRun: p.boolean().default(false),
    /** Null means all enabled ones. */
    streams: texts().nullable(),
    idempotencyKey: text().nullable().unique('sync_run_idempotency_key'),
    queuedAt: createdNow(),
    startedAt: time().nullable(),
    finishedAt: time().nullable(),
    /** Parked until then, because the source asked for it. */
    resumeAt: time().nullable(),
    /** How often it was parked. */
    parked: count(),
    cancelRequested: p.boolean().default(false),
    error: text().nullable(),
    requests: count(),
  },
  indexes: [
    // syncRuns(connection), Connection.lastRun
    {
      name: 'sync_run_connection',
      expression: 'create index "sync_run_connection" on "sync_run" ("connection_id", "id")',
    },
    // the sweeper: what is unfinished
    {
      name: 'sync_run_unfinished',
      expression: `create index "sync_run_unfinished" on "sync_run" ("id") where status in ('QUEUED', 'RUNNING')`,
    },
  ],
});
export class SyncRun extends syncRunSchema.class {}
syncRunSchema.setClass(SyncRun);
