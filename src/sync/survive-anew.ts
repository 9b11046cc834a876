// A source's rank changed: every customer and account that it has a say in is decided anew.
import { refreshAccounts } from '../accounts/project.ts';
import { refreshCustomers } from '../customers/refresh.ts';
import type { Sql } from '../database/sql.ts';
import { mark } from '../refresh/marks.ts';
import { lockProjection } from './project.ts';

const BATCH = 1000;

/** In batches of their own, so that syncs of other connections go on in between. */
export async function surviveAnew(sql: Sql, connectionId: number): Promise<void> {
  const customers = await sql.query<{ id: number }>(
    `select distinct customer_id as id from person_record where connection_id = $1`,
    [connectionId],
  );
  await inBatches(sql, customers, async (tx, ids) => mark(tx, { customers: await refreshCustomers(tx, ids) }));
  const accounts = await sql.query<{ id: number }>(
    `select distinct account_id as id from account_record where connection_id = $1`,
    [connectionId],
  );
  await inBatches(sql, accounts, refreshAccounts);
}

async function inBatches(
  sql: Sql,
  rows: readonly { id: number }[],
  work: (tx: Sql, ids: number[]) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < rows.length; from += BATCH) {
    const ids = rows.slice(from, from + BATCH).map(row => row.id);
    await sql.transaction(async tx => {
      await lockProjection(tx);
      await work(tx, ids);
    });
  }
}
