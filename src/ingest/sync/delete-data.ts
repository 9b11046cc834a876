// Takes away everything a connection brought, batch by batch, and decides anew who the remaining people are.
import type { Sql } from '../../base/database/sql.ts';
import { type BatchLimits, workBatches } from '../../base/database/work-batches.ts';
import { refreshAccounts } from '../accounts/project.ts';
import { refsOf } from '../identity/bind.ts';
import { resolve } from '../identity/resolve.ts';
import { readRules } from '../identity/stored-rules.ts';
import { ACCOUNTS, CUSTOMERS, type EntityTables } from '../identity/tables.ts';
import { removeInteractions } from '../interactions/project.ts';
import { lockProjection } from '../lock.ts';
import { bindAccountRefs, bindCustomerRefs, refreshTouched } from '../page/project.ts';
import { removeResponses } from '../surveys/project.ts';
import { takeUpBatches } from './connection-batches.ts';
import { removeLedger } from './delete-ledger.ts';

/** Of a connection that `disconnect` marked. Returns whether all is gone. */
export function deleteConnectionData(sql: Sql, id: number, limits: BatchLimits = {}): Promise<boolean> {
  return workBatches(sql, limits, (tx, size) => deleteBatch(tx, id, size));
}

/** Goes on with all that `disconnect` left undone. */
export function takeUpDeletions(sql: Sql, limits: BatchLimits = {}): Promise<void> {
  return takeUpBatches(sql, 'deleted_through', id => deleteConnectionData(sql, id, limits));
}

async function deleteBatch(tx: Sql, connectionId: number, size: number): Promise<boolean> {
  await lockProjection(tx);
  // Read behind the lock: another program may have taken the batch before, or the last one.
  const row = await tx.one<{ from_id: number }>(
    `select deleted_through as from_id from connection where id = $1 and deleted_through is not null`,
    [connectionId],
  );
  if (!row) return true;
  const last = await removeRecords(tx, connectionId, row.from_id, size);
  if (last === null && (await removeLedger(tx, connectionId, size))) return false;
  await tx.query(`update connection set deleted_through = $2, updated_at = now() where id = $1`, [connectionId, last]);
  return last === null;
}

/**
 * Newest first: what happened goes before those it happened to, and need not be bound anew before it goes. Returns the id of
 * the last record removed; null when none was left.
 */
async function removeRecords(tx: Sql, connectionId: number, from: number, size: number): Promise<number | null> {
  const rows = await tx.query<{ id: number }>(
    `select id from source_record where connection_id = $1 and id < $2 order by id desc limit $3`,
    [connectionId, from, size],
  );
  const ids = rows.map(row => row.id);
  if (ids.length === 0) return null;
  await markAll(tx, ids);
  const timelines = await removeInteractions(tx, ids);
  await removeResponses(tx, ids);
  await tx.query(
    `with invitations as (delete from survey_invitation where id = any($1))
     delete from link where source_record_id = any($1)`,
    [ids],
  );
  const accounts = await removeEntities(tx, ACCOUNTS, ids);
  await refreshAccounts(tx, accounts.left);
  const employees = await bindAccountRefs(tx, accounts.named);
  const customers = await removeEntities(tx, CUSTOMERS, ids);
  const active = [...timelines, ...(await bindCustomerRefs(tx, customers.named))];
  // Those who came apart from somebody are seen from now on.
  await refreshTouched(tx, { touched: customers.left, employees, active });
  await tx.query(`delete from customer_activity where customer_id = any($1)`, [customers.removed]);
  await tx.query(`delete from source_record where id = any($1)`, [ids]);
  return ids.at(-1)!;
}

/** Whoever has a part in what will be taken away, and each row itself: it may have been counted for somebody before. */
async function markAll(tx: Sql, ids: readonly number[]): Promise<void> {
  await tx.query(
    `with gone as (
       select id, customer_id from interaction where id = any($1)
       union all select id, customer_id from survey_response where id = any($1)
       union all select id, customer_id from survey_invitation where id = any($1)
     )
     insert into change_mark (subject)
     select customer_id from person_record where id = any($1)
     union select customer_id from gone where customer_id is not null
     union select -id from gone`,
    [ids],
  );
}

interface Removed {
  /** Entities that others have a part in, with those that came apart from them. */
  readonly left: number[];
  readonly removed: number[];
  /** What names the records that went, and those that have another entity now: rows of others may, too. */
  readonly named: readonly string[];
}

/** Removes the records of entities; those that only they held together come apart. */
async function removeEntities(tx: Sql, tables: EntityTables, ids: readonly number[]): Promise<Removed> {
  const { records, table, column, entity, ownKind } = tables;
  const named = await refsOf(tx, ownKind, ids);
  const gone = await tx.query<{ entity: number }>(
    `with removed as (delete from ${records} where id = any($1) returning id, ${column}),
       forgotten as (delete from identifier i using removed r where i.record_id = r.id)
     select distinct ${column} as entity from removed`,
    [ids],
  );
  const touched = gone.map(row => row.entity);
  const rest = await tx.query<{ id: number }>(`select id from ${records} where ${column} = any($1)`, [touched]);
  const { touched: split, moved } = await resolve(
    tx,
    tables,
    rest.map(({ id }) => ({ id, identifiers: [], addOnly: true })),
    { rules: await readRules(tx) },
  );
  const removed = await tx.query<{ id: number }>(
    `with empty as (
       delete from ${table} e where (e.id = any($1) or e.merged_into = any($1))
         and not exists (select from ${records} r where r.${column} = e.id)
         and not exists (select from ${records} r where r.${column} = e.merged_into)
       returning id
     ), forgotten as (
       delete from merge m using empty where m.entity = '${entity}' and (m.survivor_id = empty.id or m.merged_id = empty.id)
     ) select id from empty`,
    [touched],
  );
  const others = await tx.query<{ id: number }>(
    `select distinct ${column} as id from ${records} where ${column} = any($1)`,
    [[...touched, ...split]],
  );
  return {
    left: others.map(row => row.id),
    removed: removed.map(row => row.id),
    named: [...new Set([...named, ...(await refsOf(tx, ownKind, [...moved]))])],
  };
}
