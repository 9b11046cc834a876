// A source's rank changed: every customer and account that it has a say in is decided anew, batch by batch.
import { refreshAccounts } from '../accounts/project.ts';
import { refreshCustomers } from '../customers/refresh.ts';
import type { Sql } from '../database/sql.ts';
import { mark } from '../refresh/marks.ts';
import { customersOf, lockProjection } from './project.ts';

export interface SurvivalLimits {
  /** Ends it after the batch at hand. */
  readonly signal?: AbortSignal;
  /** At most so many batches; all by default. */
  readonly batches?: number;
  /** Records a batch. */
  readonly size?: number;
}

const BATCH = 500;

/**
 * Of a connection whose `survivedThrough` was set to 0 together with its rank. Each batch is whole or not at all, and
 * pages pass in between; whoever calls again goes on from there. Returns whether all is decided.
 */
export async function surviveAnew(sql: Sql, id: number, limits: SurvivalLimits = {}): Promise<boolean> {
  const { signal, batches = Number.POSITIVE_INFINITY, size = BATCH } = limits;
  for (let n = 0; n < batches && !signal?.aborted; n += 1)
    if (await sql.transaction(tx => surviveBatch(tx, id, size))) return true;
  return false;
}

/** Goes on with all that a change of rank left undone, because it was much or its program ended. */
export async function takeUpSurvivals(sql: Sql, limits: SurvivalLimits = {}): Promise<void> {
  const rows = await sql.query<{ id: number }>(
    `select id from connection where survived_through is not null order by id`,
    [],
    'survivals',
  );
  for (const { id } of rows) await surviveAnew(sql, id, limits);
}

async function surviveBatch(tx: Sql, connectionId: number, size: number): Promise<boolean> {
  await lockProjection(tx);
  // Locked, so that another change of rank waits and then starts over, instead of being taken for done. Pages of the
  // connection are not kept: they hold its key only.
  const row = await tx.one<{ after: number }>(
    `select survived_through as after from connection where id = $1 and survived_through is not null for no key update`,
    [connectionId],
  );
  if (!row) return true;
  const records = await tx.query<{ id: number }>(
    `(select id from person_record where connection_id = $1 and id > $2 order by id limit $3)
     union all
     (select id from account_record where connection_id = $1 and id > $2 order by id limit $3)
     order by id limit $3`,
    [connectionId, row.after, size],
  );
  const ids = records.map(record => record.id);
  const isLast = ids.length < size;
  await refreshAccounts(tx, await accountsOf(tx, ids));
  await mark(tx, { customers: await refreshCustomers(tx, await customersOf(tx, ids)) });
  await tx.query(`update connection set survived_through = $2 where id = $1`, [
    connectionId,
    isLast ? null : ids.at(-1),
  ]);
  return isLast;
}

async function accountsOf(tx: Sql, records: readonly number[]): Promise<number[]> {
  const rows = await tx.query<{ id: number }>(
    `select distinct account_id as id from account_record where id = any($1)`,
    [records],
  );
  return rows.map(row => row.id);
}
