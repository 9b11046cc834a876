// Work that only the refresh may do, done at once for somebody who waits for it, if no refresh is at it.
import { setTimeout } from 'node:timers/promises';
import { type Sql, savepoint } from '../../base/database/sql.ts';
import { isFault } from './poison.ts';

const TRIES = 6;
const PAUSE_MS = 350;
const SERIALIZATION_FAILURE = '40001';

/**
 * Runs `work` as the refresh runs: in a transaction that sees one moment of the database, beside no other. It may run
 * more than once, of which one counts. False when there was no opportunity within some 2 seconds, or nothing was ever
 * refreshed: then a refresh is to be asked for.
 */
export async function workAlone(sql: Sql, work: (tx: Sql) => Promise<void>): Promise<boolean> {
  for (let tries = 1; ; tries++) {
    const outcome = await attempt(sql, work);
    if (outcome !== 'busy') return outcome === 'done';
    if (tries === TRIES) return false;
    await setTimeout(PAUSE_MS);
  }
}

async function attempt(sql: Sql, work: (tx: Sql) => Promise<void>): Promise<'done' | 'busy' | 'never'> {
  try {
    return await sql.transaction(async tx => {
      await tx.query('set transaction isolation level repeatable read');
      const lock = await tx.one<{ free: boolean }>(
        `select pg_try_advisory_xact_lock(hashtext('cxgraph.refresh')) as free`,
        [],
        'refresh-lock',
      );
      if (!lock!.free) return 'busy';
      // A refresh that ended between our first look and our lock has written this row: then locking it fails.
      const refreshed = await tx.one(`select from setting where key = 'refresh' for update`, [], 'refresh-last');
      if (!refreshed) return 'never';
      await work(tx);
      return 'done';
    });
  } catch (error) {
    if ((error as { code?: string }).code === SERIALIZATION_FAILURE) return 'busy';
    throw error;
  }
}

/** False when that fails for what is stored; nothing of it stays then. */
export async function unlessFault(tx: Sql, work: () => Promise<boolean>): Promise<boolean> {
  try {
    return await savepoint(tx, work);
  } catch (error) {
    if (!isFault(error)) throw error;
    return false;
  }
}
