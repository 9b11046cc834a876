// Reads one stream to its end: pages through the one transaction, then what a full read did not show.
import type { Connector, Fate, Lookup, Page, Session, Stream } from '../../../connectors/contract.ts';
import type { Sql } from '../../base/database/sql.ts';
import { knownRecords } from '../page/known-ids.ts';
import { commitPage, type PageTarget } from '../page/page.ts';
import type { Scope } from '../ref.ts';
import { gather } from './gather.ts';
import type { Statistics } from './statistics.ts';

export interface StreamJob extends Scope {
  readonly connector: Connector;
  readonly session: Session;
  readonly stream: Stream;
  readonly runId: number;
  readonly mode: 'FULL' | 'INCREMENTAL';
  readonly dryRun: boolean;
  readonly leaseToken: number;
  readonly lookup: Lookup;
  readonly signal: AbortSignal;
  readonly statistics: Statistics;
  /** After each page that was committed. */
  committed(): Promise<void>;
}

interface StreamState {
  cursor: Record<string, never> | null;
  full_run_id: number | null;
  full_started_at: Date | null;
}

export async function readStream(sql: Sql, job: StreamJob): Promise<void> {
  const state = await begin(sql, job);
  const full =
    state.full_run_id === null
      ? null
      : { runId: state.full_run_id, track: await holdsOlder(sql, job, state.full_started_at!) };
  const target: PageTarget = {
    connectionId: job.connectionId,
    connectionKey: job.connectionKey,
    stream: job.stream.name,
    runId: job.runId,
    leaseToken: job.leaseToken,
    map: (record, lookup) => job.stream.map(record, lookup),
    lookup: job.lookup,
    full,
    dryRun: job.dryRun,
  };
  const request = {
    mode: full ? ('FULL' as const) : ('INCREMENTAL' as const),
    cursor: state.cursor,
    ...knownRecords(sql, {
      connectionId: job.connectionId,
      since: await lastRead(sql, job),
      seenBy: full?.track && !job.dryRun ? full.runId : null,
    }),
  };
  let last: Page | null = null;
  for await (const page of gather(job.stream.read(job.session, request))) {
    job.signal.throwIfAborted();
    const { created } = await commitPage(sql, target, page);
    if (!job.dryRun) await job.statistics.grew(created);
    await job.committed();
    last = page;
  }
  if (!full || job.dryRun) return;
  if (full.track) await sweep(sql, job, target, state.full_started_at!, last?.cursor ?? state.cursor ?? {});
  await finishFull(sql, job, full.runId);
}

/** Starts or takes up the stream's state. A full read that was interrupted goes on, unless this run asks for a new one. */
async function begin(sql: Sql, job: StreamJob): Promise<StreamState> {
  const key = [job.connectionId, job.stream.name];
  const old = await sql.one<StreamState>(
    `select cursor, full_run_id, full_started_at from stream_state where connection_id = $1 and stream = $2`,
    key,
  );
  const goesOn = old !== undefined && (job.mode === 'FULL' ? old.full_run_id === job.runId : old.cursor !== null);
  if (goesOn) return old;
  const fresh: StreamState = { cursor: null, full_run_id: job.runId, full_started_at: new Date() };
  if (job.dryRun) return fresh;
  const row = await sql.one<StreamState>(
    `insert into stream_state (connection_id, stream, full_run_id, full_started_at) values ($1, $2, $3, now())
     on conflict (connection_id, stream) do update set cursor = null, full_run_id = $3, full_started_at = now()
     returning cursor, full_run_id, full_started_at`,
    [...key, job.runId],
  );
  return row!;
}

/**
 * When the last whole read of this stream began. It may have taken several runs, all but the last of which failed or
 * were stopped: what landed since the first of them may have come behind the place where the next went on.
 */
async function lastRead(sql: Sql, job: StreamJob): Promise<Date> {
  const row = await sql.one<{ at: Date | null }>(
    `with run as (
       select s.run_id, s.started_at, s.status = 'SUCCEEDED' as whole
       from stream_run s join sync_run r on r.id = s.run_id
       where r.connection_id = $1 and s.stream = $2 and not r.dry_run
     ), last as (select max(run_id) as id from run where whole)
     select min(run.started_at) as at from run, last
     where run.run_id <= last.id
       and run.run_id > coalesce((select max(run_id) from run, last where whole and run_id < last.id), 0)`,
    [job.connectionId, job.stream.name],
  );
  return row?.at ?? new Date(0);
}

async function holdsOlder(sql: Sql, job: StreamJob, before: Date): Promise<boolean> {
  const rows = await sql.query(
    `select 1 from source_record where connection_id = $1 and object = any($2) and landed_at < $3 and deleted_at is null limit 1`,
    [job.connectionId, job.stream.objects, before],
  );
  return rows.length > 0;
}

const SWEEP = 500;

/** Records we hold that the full read did not show: the connector says what became of each. */
async function sweep(
  sql: Sql,
  job: StreamJob,
  target: PageTarget,
  startedAt: Date,
  cursor: Page['cursor'],
): Promise<void> {
  for (const object of job.stream.objects) {
    for (let last = 0; ; ) {
      job.signal.throwIfAborted();
      const rows = await sql.query<{ row: number; id: string }>(
        `select s.id as row, s.external_id as id from source_record s
         where s.connection_id = $1 and s.object = $2 and s.landed_at < $3 and s.deleted_at is null and s.id > $5
           and not exists (select from sync_seen x where x.run_id = $4 and x.source_record_id = s.id)
         order by s.id limit ${SWEEP}`,
        [job.connectionId, object, startedAt, target.full!.runId, last],
      );
      if (rows.length === 0) break;
      last = rows.at(-1)!.row;
      const ids = rows.map(row => row.id);
      const fates = job.stream.fates
        ? await job.stream.fates(job.session, object, ids)
        : ids.map(id => ({ id, fate: 'gone' as const, deletedAt: null }));
      await commitPage(sql, target, pageOf(object, fates, cursor));
    }
  }
}

function pageOf(object: string, fates: readonly Fate[], cursor: Page['cursor']): Page {
  const now = new Date().toISOString();
  return {
    records: fates.flatMap(fate => (fate.fate === 'live' ? [fate.record] : [])),
    deleted: fates.flatMap(fate =>
      fate.fate === 'gone'
        ? [{ object, id: fate.id, deletedAt: fate.deletedAt ?? now, mergedInto: fate.mergedInto ?? null }]
        : [],
    ),
    cursor,
  };
}

async function finishFull(sql: Sql, job: StreamJob, fullRunId: number): Promise<void> {
  await sql.query(
    `update stream_state set full_run_id = null, full_started_at = null where connection_id = $1 and stream = $2`,
    [job.connectionId, job.stream.name],
  );
  await sql.query(
    `delete from sync_seen x using source_record s where x.run_id = $1 and s.id = x.source_record_id and s.connection_id = $2 and s.object = any($3)`,
    [fullRunId, job.connectionId, job.stream.objects],
  );
}
