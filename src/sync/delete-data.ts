// Takes away everything a connection brought, and decides anew who the remaining people are.
import { refreshAccounts } from '../accounts/project.ts';
import { refreshCustomers, refreshLastInteraction } from '../customers/refresh.ts';
import type { Sql } from '../database/sql.ts';
import { resolve } from '../identity/resolve.ts';
import { readRules } from '../identity/stored-rules.ts';
import { ACCOUNTS, CUSTOMERS, type EntityTables } from '../identity/tables.ts';
import { mark } from '../refresh/marks.ts';
import { handOverSurveys } from '../surveys/hand-over.ts';
import { lockProjection } from './project.ts';

/** Leaves the connection's own row to the caller. */
export async function deleteConnectionData(tx: Sql, connectionId: number): Promise<void> {
  await lockProjection(tx);
  await markAll(tx, connectionId);
  await tx.query(
    `with gone as (select id from source_record where connection_id = $1),
       answers as (delete from survey_answer a using gone where a.source_record_id = gone.id),
       invitations as (delete from survey_invitation i using gone where i.id = gone.id),
       links as (delete from link l using gone where l.source_record_id = gone.id),
       responses as (delete from survey_response where connection_id = $1),
       rejected as (delete from rejected_record where connection_id = $1),
       states as (delete from stream_state where connection_id = $1),
       streams as (delete from stream_run s using sync_run r where r.id = s.run_id and r.connection_id = $1)
     delete from sync_run where connection_id = $1`,
    [connectionId],
  );
  await handOverSurveys(tx, connectionId);
  await tx.query(
    `with gone as (delete from survey where connection_id = $1 returning id)
     delete from survey_question q using gone where q.survey_id = gone.id`,
    [connectionId],
  );
  const timelines = await tx.query<{ customer_id: number | null }>(
    `delete from interaction where connection_id = $1 returning customer_id`,
    [connectionId],
  );
  await refreshAccounts(tx, await removeRecords(tx, ACCOUNTS, connectionId));
  const customers = await removeRecords(tx, CUSTOMERS, connectionId);
  await refreshCustomers(tx, customers);
  // Those who came apart from somebody are seen from now on.
  await mark(tx, { customers });
  await refreshLastInteraction(tx, [...new Set(timelines.map(row => row.customer_id).filter(id => id !== null))]);
  await tx.query(
    `delete from customer_activity t where not exists (select from customer c where c.id = t.customer_id)`,
  );
  await tx.query(`delete from source_record where connection_id = $1`, [connectionId]);
}

/** Whoever has a part in what will be taken away, and each row itself: it may have been counted for somebody before. */
async function markAll(tx: Sql, connectionId: number): Promise<void> {
  await tx.query(
    `with gone as (
       select id, customer_id from interaction where connection_id = $1
       union all select id, customer_id from survey_response where connection_id = $1
       union all select v.id, v.customer_id from survey_invitation v join source_record r on r.id = v.id where r.connection_id = $1
     )
     insert into change_mark (subject)
     select customer_id from person_record where connection_id = $1
     union select customer_id from gone where customer_id is not null
     union select -id from gone`,
    [connectionId],
  );
}

/** Removes the connection's records; those that only they held together come apart. Returns the entities that are left. */
async function removeRecords(tx: Sql, tables: EntityTables, connectionId: number): Promise<number[]> {
  const { records, table, column, entity } = tables;
  const removed = await tx.query<{ entity: number }>(
    `with removed as (delete from ${records} where connection_id = $1 returning id, ${column}),
       forgotten as (delete from identifier i using removed r where i.record_id = r.id)
     select distinct ${column} as entity from removed`,
    [connectionId],
  );
  const touched = removed.map(row => row.entity);
  const rest = await tx.query<{ id: number }>(`select id from ${records} where ${column} = any($1)`, [touched]);
  const { touched: split } = await resolve(
    tx,
    tables,
    rest.map(({ id }) => ({ id, identifiers: [], addOnly: true })),
    { rules: await readRules(tx) },
  );
  await tx.query(
    `with empty as (
       delete from ${table} e where (e.id = any($1) or e.merged_into = any($1))
         and not exists (select from ${records} r where r.${column} = e.id)
         and not exists (select from ${records} r where r.${column} = e.merged_into)
       returning id
     )
     delete from merge m using empty where m.entity = '${entity}' and (m.survivor_id = empty.id or m.merged_id = empty.id)`,
    [touched],
  );
  const held = await tx.query<{ id: number }>(
    `select distinct ${column} as id from ${records} where ${column} = any($1)`,
    [[...touched, ...split]],
  );
  return held.map(row => row.id);
}
