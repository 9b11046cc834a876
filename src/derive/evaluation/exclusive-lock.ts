// The exclusive lock under which facts, scores, visits and memberships are written: by a refresh, or for somebody who waits.
import { setTimeout } from 'node:timers/promises';
import type { Sql } from '../../base/database/sql.ts';

const TRIES = 6;
const PAUSE_MS = 350;
const SERIALIZATION_FAILURE = '40001';

/** As the transaction sees it. */
export interface Opening {
  /** The database's own moment. */
  readonly now: Date;
  /** Whether somebody is set aside. */
  readonly hasAside: boolean;
}

/** Runs `work` in a transaction that sees one moment of the database. Null when another program has the lock. */
export async function tryWithExclusiveLock<T extends object>(
  sql: Sql,
  work: (tx: Sql, opening: Opening) => Promise<T>,
): Promise<T | null> {
  try {
    return await sql.transaction(async tx => {
      await tx.query('set transaction isolation level repeatable read');
      const opening = await tx.one<Opening & { free: boolean }>(
        `select pg_try_advisory_xact_lock(hashtext('cxgraph.refresh')) as free, now() as now,
           exists (select from set_aside) as "hasAside"`,
        [],
        'refresh-lock',
      );
      return opening!.free ? await work(tx, opening!) : null;
    });
  } catch (error) {
    // Who had the lock ended between our first look and our lock.
    if ((error as { code?: string }).code === SERIALIZATION_FAILURE) return null;
    throw error;
  }
}

/** Waits for the lock. A refresh that wants to begin meanwhile comes again. */
export function withExclusiveLock<T>(sql: Sql, work: (tx: Sql) => Promise<T>): Promise<T> {
  return sql.transaction(async tx => {
    await tx.query(`select pg_advisory_xact_lock(hashtext('cxgraph.refresh'))`);
    return work(tx);
  });
}

/**
 * Does at once, for somebody who waits, what only the refresh may do. `work` may run more than once, of which one counts.
 * False when there was no opportunity within some 2 seconds, or nothing was ever refreshed: then a refresh is to be asked
 * for.
 */
export async function withExclusiveLockSoon(sql: Sql, work: (tx: Sql) => Promise<void>): Promise<boolean> {
  for (let tries = 1; ; tries++) {
    const outcome = await tryWithExclusiveLock(sql, async tx => {
      // A refresh that ended between our first look and our lock has written this row: then locking it fails.
      const refreshed = await tx.one(`select from setting where key = 'refresh' for update`, [], 'refresh-last');
      if (refreshed) await work(tx);
      return { isDone: refreshed !== undefined };
    });
    if (outcome) return outcome.isDone;
    if (tries === TRIES) return false;
    await setTimeout(PAUSE_MS);
  }
}
