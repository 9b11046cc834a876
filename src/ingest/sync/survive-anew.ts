// A source's rank changed: every customer and account that it has a say in is decided anew, batch by batch.
import type { Sql } from '../../base/database/sql.ts';
import { type BatchLimits, workBatches } from '../../base/database/work-batches.ts';
import { refreshAccounts } from '../accounts/project.ts';
import { refreshCustomers } from '../customers/survive.ts';
import { lockProjection } from '../lock.ts';
import { mark } from '../marks/marks.ts';
import { customersOf } from '../page/project.ts';
import { takeUpBatches } from './connection-batches.ts';

/** Of a connection whose `survivedThrough` was set to 0 together with its rank. Returns whether all is decided. */
export function surviveAnew(sql: Sql, id: number, limits: BatchLimits = {}): Promise<boolean> {
  return workBatches(sql, limits, (tx, size) => surviveBatch(tx, id, size));
}

/** Goes on with all that a change of rank left undone. */
export function takeUpSurvivals(sql: Sql, limits: BatchLimits = {}): Promise<void> {
  return takeUpBatches(sql, 'survived_through', id => surviveAnew(sql, id, limits));
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
