// One worker per connection: a lease with a fencing token that every page checks.
import type { Sql } from '../../base/database/sql.ts';

const LEASE_MS = 30_000;
const BEAT_MS = 5_000;

export interface Lease {
  readonly token: number;
  /** Aborts when the lease is lost or the run is to be cancelled. */
  readonly signal: AbortSignal;
  release(): Promise<void>;
}

/** What a heartbeat learns: whether somebody asked to stop. */
export type Beat = () => Promise<{ cancel: boolean }>;

export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

/** Null when another worker holds the connection, or it was disconnected. */
export async function takeLease(
  sql: Sql,
  connectionId: number,
  holder: string,
  beat: Beat,
  outer: AbortSignal,
): Promise<Lease | null> {
  const taken = await sql.one<{ token: number }>(
    // The full lock waits for pages that are just being committed; a heartbeat's update does not.
    `with free as (
       select id from connection where id = $1 and disconnected_at is null and (lease_expires_at is null or lease_expires_at < now()) for update
     )
     update connection c set lease_token = lease_token + 1, lease_holder = $2, lease_expires_at = now() + $3 * interval '1 ms'
     from free where c.id = free.id returning c.lease_token as token`,
    [connectionId, holder, LEASE_MS],
  );
  if (!taken) return null;
  const { token } = taken;
  const own = new AbortController();
  const timer = setInterval(() => {
    renew(sql, connectionId, token, beat).then(
      outcome => {
        if (outcome === 'lost') own.abort(new Error(`the lease of connection ${connectionId} was taken over`));
        if (outcome === 'cancel') own.abort(new Cancelled('the run was cancelled'));
      },
      // The database is away for a moment; if it stays away the lease runs out and pages fail by themselves.
      () => undefined,
    );
  }, BEAT_MS);
  timer.unref();
  return {
    token,
    signal: AbortSignal.any([own.signal, outer]),
    async release() {
      clearInterval(timer);
      await sql.query(
        `update connection set lease_holder = null, lease_expires_at = null where id = $1 and lease_token = $2`,
        [connectionId, token],
      );
    },
  };
}

async function renew(sql: Sql, connectionId: number, token: number, beat: Beat): Promise<'held' | 'lost' | 'cancel'> {
  const held = await sql.query(
    `update connection set lease_expires_at = now() + $3 * interval '1 ms' where id = $1 and lease_token = $2 returning 1`,
    [connectionId, token, LEASE_MS],
  );
  if (held.length === 0) return 'lost';
  return (await beat()).cancel ? 'cancel' : 'held';
}
