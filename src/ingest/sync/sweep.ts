// Finds what the tables say is unfinished and nobody works, whatever became of its job.
import type { Context } from '../../base/context/context.ts';
import { runSync } from '../../base/jobs.ts';
import { enqueueRun } from './runs.ts';

const NOBODY = '(c.lease_expires_at is null or c.lease_expires_at < now())';

/** Puts runs back into the queue that are due and have no worker. */
export async function takeUpRuns(ctx: Context): Promise<void> {
  const rows = await ctx.sql.query<{ id: number }>(
    `select r.id from sync_run r join connection c on c.id = r.connection_id
     where r.status in ('QUEUED', 'RUNNING') and ${NOBODY} and (r.resume_at is null or r.resume_at <= now()) order by r.id`,
  );
  for (const { id } of rows) await enqueueRun(ctx, id);
}

/**
 * Only where no other worker can live: ends every lease, and queues unfinished runs anew under another id, since the
 * queue still takes the dead worker's job for a living one's. That job may be there too; it then finds nothing to do.
 */
export async function resumeInterrupted(ctx: Context): Promise<void> {
  await ctx.sql.query(
    `update connection set lease_token = lease_token + 1, lease_holder = null, lease_expires_at = null
     where lease_expires_at is not null
       or exists (select from sync_run r where r.connection_id = connection.id and r.status in ('QUEUED', 'RUNNING'))`,
  );
  const rows = await ctx.sql.query<{ id: number; token: number }>(
    `select r.id, c.lease_token as token from sync_run r join connection c on c.id = r.connection_id
     where r.status in ('QUEUED', 'RUNNING') and (r.resume_at is null or r.resume_at <= now()) order by r.id`,
  );
  for (const { id, token } of rows) await ctx.jobs.add(runSync, { run: id }, { id: `run-sync-${id}-${token}` });
}
