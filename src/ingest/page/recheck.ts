// Decides anew who is who where the rules changed: batch by batch, each whole or not at all.
import type { Sql } from '../../base/database/sql.ts';
import { type BatchLimits, workBatches } from '../../base/database/work-batches.ts';
import { refreshAccounts } from '../accounts/project.ts';
import { type Resolution, resolve } from '../identity/resolve.ts';
import type { IdentityRules } from '../identity/rules.ts';
import { readRules } from '../identity/stored-rules.ts';
import { ACCOUNTS, CUSTOMERS, type EntityTables } from '../identity/tables.ts';
import { lockProjection } from '../lock.ts';
import { bindAccounts, bindCustomers, refreshTouched } from './project.ts';

export interface RecheckOptions extends BatchLimits {
  /** After each batch, with the number of records it took. */
  onBatch?(records: number): void;
}

/**
 * Works off what `changeRules` noted. Batches wait for pages of syncs and let them pass in between; several programs may
 * do it at once. Returns whether all is done.
 */
export async function recheckIdentities(sql: Sql, { onBatch, ...limits }: RecheckOptions = {}): Promise<boolean> {
  if ((await countRechecks(sql, 1)) === 0) return true;
  let records = 0;
  return workBatches(
    sql,
    limits,
    async (tx, size) => {
      records = await recheckBatch(tx, size);
      return (await countRechecks(tx, 1)) === 0;
    },
    () => onBatch?.(records),
  );
}

/** Records still to be decided anew, counted up to `most`. */
export async function countRechecks(sql: Sql, most = Number.MAX_SAFE_INTEGER): Promise<number> {
  const row = await sql.one<{ n: number }>(
    `select count(*) as n from (select from identity_recheck limit $1) r`,
    [most],
    'identity-rechecks',
  );
  return row!.n;
}

async function recheckBatch(tx: Sql, size: number): Promise<number> {
  await lockProjection(tx);
  const rows = await tx.query<{ id: number }>(
    `delete from identity_recheck
     where record_id in (select record_id from identity_recheck order by record_id limit $1) returning record_id as id`,
    [size],
    'identity-recheck-take',
  );
  const ids = rows.map(row => row.id);
  const rules = await readRules(tx);
  const renamed = await followDomains(tx, ids);
  const accounts = await decide(tx, ACCOUNTS, ids, rules);
  await refreshAccounts(tx, [...new Set([...renamed, ...accounts.touched])]);
  const employees = await bindAccounts(tx, accounts.moved);
  const persons = await decide(tx, CUSTOMERS, ids, rules);
  const active = await bindCustomers(tx, persons.moved);
  await refreshTouched(tx, { touched: persons.touched, employees, active });
  return ids.length;
}

async function decide(
  tx: Sql,
  tables: EntityTables,
  ids: readonly number[],
  rules: IdentityRules,
): Promise<Resolution> {
  const rows = await tx.query<{ id: number }>(`select id from ${tables.records} where id = any($1)`, [ids]);
  const claims = rows.map(({ id }) => ({ id, identifiers: [], addOnly: true }));
  return resolve(tx, tables, claims, { rules, cause: causeOf(rules.version) });
}

/** What the merge ledger says of merges and splits that a version of the rules made. */
export function causeOf(version: number): string {
  return `rules ${version}`;
}

/** A company's domain is shown where it is its own. Returns the accounts whose records changed. */
async function followDomains(tx: Sql, ids: readonly number[]): Promise<number[]> {
  const rows = await tx.query<{ account: number }>(
    `update account_record a set fields = f.fields
     from (
       select a.id,
         case when i.linking then a.fields || jsonb_build_object('domain', i.value) else a.fields - 'domain' end as fields
       from account_record a join identifier i on i.record_id = a.id and i.kind = 'DOMAIN' where a.id = any($1)
     ) f
     where f.id = a.id and a.fields is distinct from f.fields
     returning a.account_id as account`,
    [ids],
    'identity-domains',
  );
  return [...new Set(rows.map(row => row.account))];
}
