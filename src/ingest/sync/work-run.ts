// Works one run: takes the connection's lease, reads its streams side by side, and says how each ended.
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import pLimit from 'p-limit';
import type { Connector, Lookup, Session, Stream } from '../../../connectors/contract.ts';
import { Fatal, Reauthorize, Retry } from '../../../connectors/errors.ts';
import type { Context } from '../../base/context/context.ts';
import { isDatabaseAway } from '../../base/database/sql.ts';
import { requestRefresh } from '../marks/request.ts';
import { LeaseLost } from '../page/page.ts';
import { openSession } from './connector-host.ts';
import { failureWords } from './failure-words.ts';
import { Cancelled, type Lease, takeLease } from './lease.ts';
import { readStream } from './read-stream.ts';
import { reconcile } from './reconcile.ts';
import { loadReference } from './reference.ts';
import { endStream, finishRun, loadWork, parkRun, startRun, startStream, type Work } from './run-ledger.ts';
import { Statistics } from './statistics.ts';

/** Streams read at the same time; they share the connection's request budget. */
const SIDE_BY_SIDE = 3;
const RETRY_LEASE_MS = 5_000;

/** Works the run to its end. `parkedMs`: come back then, because the source or another worker asked for it. */
export async function workRun(ctx: Context, runId: number, signal: AbortSignal): Promise<{ parkedMs?: number }> {
  const work = await loadWork(ctx, runId);
  if (!work) return {};
  const holder = `${hostname()}/${process.pid}/${randomUUID()}`;
  const requests = { sent: 0 };
  const beat = async () => {
    const sent = requests.sent;
    requests.sent = 0;
    const row = await ctx.control.one<{ cancel: boolean }>(
      `update sync_run set requests = requests + $2 where id = $1 returning cancel_requested as cancel`,
      [runId, sent],
    );
    return { cancel: row?.cancel ?? true };
  };
  const lease = await takeLease(ctx.control, work.connection.id, holder, beat, signal);
  if (!lease) return { parkedMs: RETRY_LEASE_MS };
  try {
    return await underLease(ctx, work, lease, requests);
  } finally {
    // With the database away neither may replace the error that says so; a lease that is not given back runs out.
    await beat().catch(() => undefined);
    await lease.release().catch(() => undefined);
  }
}

async function underLease(
  ctx: Context,
  work: Work,
  lease: Lease,
  requests: { sent: number },
): Promise<{ parkedMs?: number }> {
  const connector = ctx.connectors.get(work.connection.connector);
  if (!connector) {
    await finishRun(ctx, work, 'FAILED', `There is no connector "${work.connection.connector}" in this installation.`);
    return {};
  }
  await startRun(ctx, work);
  let session: Session | null = null;
  try {
    const opened = openSession(ctx, connector, work.connection, lease.signal, () => {
      requests.sent += 1;
    });
    session = opened;
    const check = await opened.check();
    await ctx.sql.query(`update connection set account = $2 where id = $1 and account is distinct from $2`, [
      work.connection.id,
      check.account,
    ]);
    const turn = { ctx, work, connector, session: opened, lease, statistics: new Statistics(ctx.sql) };
    const outcomes = await readAll(turn);
    return await conclude(ctx, work, outcomes);
  } catch (error) {
    return await interrupted(ctx, work, error);
  } finally {
    await session?.close();
  }
}

/** How one stream ended, when not well. */
interface Failure {
  readonly stream: string;
  readonly error: unknown;
  readonly words: string;
}

/** What one turn of a worker at a run holds. */
interface Turn {
  readonly ctx: Context;
  readonly work: Work;
  readonly connector: Connector;
  readonly session: Session;
  readonly lease: Lease;
  readonly statistics: Statistics;
}

async function readAll(turn: Turn): Promise<Failure[]> {
  const { ctx, work, connector, lease } = turn;
  const wanted = connector.streams.filter(stream => work.pending.has(stream.name));
  const failures: Failure[] = [];
  const reference = wanted.filter(stream => stream.reference);
  const rest = wanted.filter(stream => !stream.reference);
  for (const group of [reference, rest]) {
    const lookup = await loadReference(ctx.sql, work.connection.id, connector);
    const finished = new Map<string, Promise<void>>();
    const inSlot = pLimit(SIDE_BY_SIDE);
    for (const stream of group) {
      const before = (stream.after ?? []).map(name => finished.get(name)).filter(promise => promise !== undefined);
      const run = async () => {
        // Waiting for others takes no slot, so that they cannot wait for it in turn.
        await Promise.all(before);
        await inSlot(async () => {
          lease.signal.throwIfAborted();
          try {
            await readOne(turn, stream, lookup);
          } catch (error) {
            if (isEnd(error) || lease.signal.aborted) throw error;
            const words = failureWords(ctx, error, { run: work.run.id, stream: stream.name });
            failures.push({ stream: stream.name, error, words });
            await endStream(ctx, work, stream.name, error instanceof Retry ? 'QUEUED' : 'FAILED', words);
          }
        });
      };
      const promise = run();
      promise.catch(() => undefined);
      finished.set(stream.name, promise);
    }
    // All must have stopped before the lease is given back, also when one of them ends the run.
    const settled = await Promise.allSettled(finished.values());
    const end = settled.find(result => result.status === 'rejected');
    if (end) throw end.reason;
  }
  return failures;
}

async function readOne(turn: Turn, stream: Stream, lookup: Lookup): Promise<void> {
  const { ctx, work, connector, session, lease, statistics } = turn;
  await startStream(ctx, work, stream.name);
  await readStream(ctx.sql, {
    connectionId: work.connection.id,
    connectionKey: work.connection.key,
    connector,
    session,
    stream,
    runId: work.run.id,
    mode: work.run.mode,
    dryRun: work.run.dryRun,
    leaseToken: lease.token,
    lookup,
    signal: lease.signal,
    statistics,
    committed: () => (work.run.dryRun ? Promise.resolve() : requestRefresh(ctx)),
  });
  if (!work.run.dryRun) {
    await reconcile(ctx.sql, session, stream, work.connection.id, work.run.mode).catch(error => {
      if (isEnd(error) || lease.signal.aborted) throw error;
      // All records are here; to read them again because the source would not count them helps nobody.
      ctx.log.warn('the source did not count its records', { error, run: work.run.id, stream: stream.name });
    });
  }
  await endStream(ctx, work, stream.name, 'SUCCEEDED', null);
}

/** Errors that end the whole run, not only their stream. */
function isEnd(error: unknown): boolean {
  return (
    error instanceof Reauthorize ||
    error instanceof LeaseLost ||
    error instanceof Cancelled ||
    // Nothing is wrong with the source: the run stays open and is taken up again.
    isDatabaseAway(error)
  );
}

async function conclude(ctx: Context, work: Work, failures: readonly Failure[]): Promise<{ parkedMs?: number }> {
  const parked = failures.map(failure => failure.error).filter(error => error instanceof Retry);
  if (parked.length > 0) {
    const afterMs = Math.max(...parked.map(error => error.afterMs));
    if (await parkRun(ctx, work, afterMs, parked[0]!.message)) return { parkedMs: afterMs };
  }
  if (failures.length === 0) await finishRun(ctx, work, 'SUCCEEDED', null);
  else await finishRun(ctx, work, 'FAILED', failures.map(({ stream, words }) => `${stream}: ${words}`).join('\n'));
  return {};
}

async function interrupted(ctx: Context, work: Work, error: unknown): Promise<{ parkedMs?: number }> {
  if (error instanceof LeaseLost) return {};
  if (error instanceof Cancelled) {
    await finishRun(ctx, work, 'CANCELLED', null);
    return {};
  }
  if (error instanceof Retry && (await parkRun(ctx, work, error.afterMs, error.message)))
    return { parkedMs: error.afterMs };
  if (error instanceof Reauthorize) {
    await ctx.sql.query(
      `update connection set status = 'UNAUTHORIZED', status_message = $2, updated_at = now() where id = $1`,
      [work.connection.id, error.message],
    );
  } else if (!(error instanceof Fatal) && !(error instanceof Retry)) {
    // The process is stopping, or the database is away: the run stays open and is taken up again.
    throw error;
  }
  await finishRun(ctx, work, 'FAILED', failureWords(ctx, error, { run: work.run.id }));
  return {};
}
