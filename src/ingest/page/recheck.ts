// Decides anew who is who where the rules changed: batch by batch, each whole or not at all.
import type { Sql } from '../../base/database/sql.ts';
import { refreshAccounts } from '../accounts/project.ts';
import { refreshCustomers, refreshLastInteraction } from '../customers/survive.ts';
import { type Resolution, resolve } from '../identity/resolve.ts';
import type { IdentityRules } from '../identity/rules.ts';
import { readRules } from '../identity/stored-rules.ts';
import { ACCOUNTS, CUSTOMERS, type EntityTables } from '../identity/tables.ts';
import { lockProjection } from '../lock.ts';
import { mark } from '../marks/marks.ts';
import { bindAccounts, bindCustomers, customersOf } from './project.ts';

export interface RecheckOptions {
  /** Ends it after the batch at hand; whoever calls again goes on from there. */
  readonly signal?: AbortSignal;
  /** At most so many batches; all by default. */
  readonly batches?: number;
  /** Records a batch. */
  readonly size?: number;
  /** After each batch, with the number of records it took. */
  onBatch?(records: number): void;
}

const BATCH = 500;

/**
 * Works off what `changeRules` noted. Batches wait for pages of syncs and let them pass in between; several programs may
 * do it at once. Killed anywhere, the next call goes on with the batch that was not committed. Returns whether all is done.
 */
export async function recheckIdentities(sql: Sql, options: RecheckOptions = {}): Promise<boolean> {
  const { signal, batches = Number.POSITIVE_INFINITY, size = BATCH, onBatch } = options;
  for (let n = 0; n < batches && !signal?.aborted; n += 1) {
    if ((await countRechecks(sql, 1)) === 0) return true;
    const records = await sql.transaction(tx => recheckBatch(tx, size));
    onBatch?.(records);
  }
  return (await countRechecks(sql, 1)) === 0;
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
  const changed = await refreshCustomers(tx, [...new Set([...persons.touched, ...(await customersOf(tx, employees))])]);
  await refreshLastInteraction(tx, [...new Set(active)]);
  await mark(tx, { customers: [...new Set([...changed, ...active, ...persons.touched])] });
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
