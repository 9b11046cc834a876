// Sync runs: started, and asked to stop. Working them is another file's.
import type { Connector } from '../../../connectors/contract.ts';
import type { Context } from '../../base/context/context.ts';
import type { Sql } from '../../base/database/sql.ts';
import { notFound, UserError } from '../../base/errors.ts';
import { encodeId } from '../../base/ids.ts';
import { runSync } from '../../base/jobs.ts';
import type { Connection } from '../../base/tables/connection.entity.ts';
import { SyncRun } from '../../base/tables/sync-run.entity.ts';
import { checkStreams } from './connections.ts';
import { failureWords } from './failure-words.ts';
import { type ConnectionRef, findConnector, getConnection } from './find-connection.ts';
import type { SyncMode } from './schedules.ts';

export type SyncTrigger = 'MANUAL' | 'SCHEDULE' | 'WEBHOOK' | 'REPLAY';

export interface StartSyncInput {
  readonly connection: ConnectionRef;
  readonly mode: SyncMode;
  /** Only these; null means all that are switched on. */
  readonly streams?: readonly string[] | null;
  /** Reads and maps, but writes nothing. */
  readonly dryRun?: boolean | null;
  /** The same key gives the same run; with another input it is a CONFLICT. */
  readonly idempotencyKey?: string | null;
  readonly trigger?: SyncTrigger;
}

/**
 * Queues a run. The first one of a connection reads everything, whatever was asked.
 * Throws CONFLICT when the connection is paused or has an unfinished run (its id is in the details as `run`, as the API shows it),
 * SOURCE_UNAUTHORIZED when its credentials were refused, BAD_USER_INPUT for unknown streams.
 */
export async function startSync(ctx: Context, input: StartSyncInput): Promise<SyncRun> {
  const connection = await getConnection(ctx, input.connection);
  const repeated = input.idempotencyKey ? await findRepeated(ctx, connection, input, input.idempotencyKey) : null;
  if (repeated) return repeated;
  const streams = streamsOf(findConnector(ctx, connection.connector), connection, input.streams);
  refuseIdle(connection);
  let id: number;
  try {
    id = await ctx.sql.transaction(tx => insertRun(tx, connection, input, streams));
  } catch (error) {
    // Lost against the same request, sent twice at once.
    const winner = input.idempotencyKey ? await findRepeated(ctx, connection, input, input.idempotencyKey) : null;
    if (winner) return winner;
    throw error;
  }
  // A crash before this leaves the run to the sweeper.
  await enqueueRun(ctx, id);
  return ctx.em.findOneOrFail(SyncRun, id, { refresh: true });
}

/** Puts the run's job into the queue, unless it is there. */
export function enqueueRun(ctx: Context, run: number): Promise<void> {
  return ctx.jobs.add(runSync, { run }, { id: `run-sync-${run}` });
}

/** Stops a run at its next page; one that nobody works is over at once. A finished run stays as it is. */
export async function cancelSync(ctx: Context, run: number): Promise<SyncRun> {
  await ctx.sql.transaction(async tx => {
    // The lock keeps a worker from taking the lease in between.
    const found = await tx.one<{ worked: boolean }>(
      `select coalesce(c.lease_expires_at > now(), false) as worked
       from sync_run r join connection c on c.id = r.connection_id where r.id = $1 for update of c`,
      [run],
    );
    if (!found) throw notFound('sync run', encodeId('run', run));
    await tx.query(`update sync_run set cancel_requested = true where id = $1 and status in ('QUEUED', 'RUNNING')`, [
      run,
    ]);
    if (!found.worked) await endRuns(tx, 'r.id = $1', run);
  });
  return ctx.em.findOneOrFail(SyncRun, run, { refresh: true });
}

/** The rest of a statement whose part `ended` gives ids of runs: their streams end too, and who follows them is told. */
const END_STREAMS = `, streams as (
       update stream_run s set status = 'CANCELLED', finished_at = now()
       from ended where s.run_id = ended.id and s.status in ('QUEUED', 'RUNNING'))
     select pg_notify('cxgraph_sync_run', id::text) from ended`;

/** Unfinished runs that fit are cancelled, here and now. `condition` speaks of `r` and may use `$1`. */
export async function endRuns(tx: Sql, condition: string, value: number): Promise<void> {
  await tx.query(
    `with ended as (
       update sync_run r set status = 'CANCELLED', cancel_requested = true, finished_at = now(), resume_at = null
       where ${condition} and r.status in ('QUEUED', 'RUNNING') returning r.id)
     ${END_STREAMS}`,
    [value],
  );
}

/** What the job's last attempt ended with, when it was no error of the source. */
export async function failRun(ctx: Context, run: number, error: unknown): Promise<void> {
  await ctx.sql.query(
    `with ended as (
       update sync_run set status = 'FAILED', error = $2, finished_at = now(), resume_at = null
       where id = $1 and status in ('QUEUED', 'RUNNING') returning id)
     ${END_STREAMS}`,
    [run, failureWords(ctx, error, { run })],
  );
}

async function insertRun(tx: Sql, connection: Connection, input: StartSyncInput, streams: string[]): Promise<number> {
  // Two that start at once wait for each other here, and the second sees the first's run.
  const held = await tx.one('select from connection where id = $1 and disconnected_at is null for update', [
    connection.id,
  ]);
  if (!held) throw notFound('connection', encodeId('connection', connection.id));
  const unfinished = await tx.one<{ id: number }>(
    `select id from sync_run where connection_id = $1 and status in ('QUEUED', 'RUNNING') limit 1`,
    [connection.id],
  );
  if (unfinished) throw beingSynced(connection, encodeId('run', unfinished.id));
  const row = await tx.one<{ id: number }>(
    `insert into sync_run (connection_id, mode, trigger, dry_run, streams, idempotency_key)
     select $1, case when exists (select from stream_state where connection_id = $1 and cursor is not null) then $2 else 'FULL' end,
       $3, $4, $5, $6 returning id`,
    [
      connection.id,
      input.mode,
      input.trigger ?? 'MANUAL',
      input.dryRun ?? false,
      input.streams ?? null,
      input.idempotencyKey ?? null,
    ],
  );
  const { id } = row!;
  await tx.query(
    `insert into stream_run (run_id, stream, position)
     select $1, stream, position - 1 from unnest($2::text[]) with ordinality as t(stream, position)`,
    [id, streams],
  );
  return id;
}

function beingSynced(connection: Connection, run: string): UserError {
  const words = `The connection "${connection.key}" is being synced by ${run}. Wait for it, or cancel it first.`;
  return new UserError('CONFLICT', words, { run });
}

/** In the connector's order. */
function streamsOf(connector: Connector, connection: Connection, asked?: readonly string[] | null): string[] {
  const known = connector.streams.map(stream => stream.name);
  if (asked) checkStreams(known, asked);
  const chosen = known.filter(name => (asked ? asked.includes(name) : !connection.disabledStreams.includes(name)));
  if (chosen.length > 0) return chosen;
  throw new UserError('CONFLICT', `All streams of the connection "${connection.key}" are switched off.`);
}

function refuseIdle(connection: Connection): void {
  if (connection.paused)
    throw new UserError('CONFLICT', `The connection "${connection.key}" is paused. Resume it first.`);
  if (connection.status !== 'UNAUTHORIZED') return;
  const said = connection.statusMessage ? ` It said: ${connection.statusMessage}` : '';
  throw new UserError(
    'SOURCE_UNAUTHORIZED',
    `The source refused the credentials of "${connection.key}". Update them first.${said}`,
  );
}

async function findRepeated(
  ctx: Context,
  connection: Connection,
  input: StartSyncInput,
  idempotencyKey: string,
): Promise<SyncRun | null> {
  const run = await ctx.em.findOne(SyncRun, { idempotencyKey }, { refresh: true });
  if (!run) return null;
  const same =
    run.connectionId === connection.id &&
    run.dryRun === (input.dryRun ?? false) &&
    // A first run is FULL whatever was asked.
    (run.mode === input.mode || run.mode === 'FULL') &&
    JSON.stringify(run.streams ?? null) === JSON.stringify(input.streams ?? null);
  if (same) return run;
  throw new UserError('CONFLICT', 'This idempotency key was used with another input. Use a new one.', {
    field: 'idempotencyKey',
    run: encodeId('run', run.id),
  });
}
