// Writes who became whom and who came apart again.
import { encodeRows, recordset } from '../../base/database/bulk.ts';
import type { Sql } from '../../base/database/sql.ts';
import type { EntityTables } from './tables.ts';

/** An entity that was made for records which leave another, and had none of their own to go back to. */
export interface Parted {
  readonly entity: number;
  readonly from: number;
}

export interface LedgerEntry {
  readonly merged: readonly { readonly from: number; readonly into: number }[];
  /** Entities merged before that stand on their own again. */
  readonly revived: readonly number[];
  readonly parted: readonly Parted[];
  readonly cause: string | null;
}

/** A parted entity was merged from its first day: its row says so, and that this is undone. */
export async function writeLedger(tx: Sql, tables: EntityTables, entry: LedgerEntry): Promise<void> {
  const { merged, revived, parted, cause } = entry;
  const { entity, table } = tables;
  if (merged.length > 0) {
    const rows = recordset('r', { from: 'bigint', into: 'bigint' });
    await tx.query(`update ${table} e set merged_into = r.into from ${rows} where e.id = r.from`, [encodeRows(merged)]);
    await tx.query(
      `insert into merge (entity, survivor_id, merged_id, cause) select '${entity}', r.into, r.from, $2 from ${rows}`,
      [encodeRows(merged), cause],
    );
  }
  if (revived.length > 0) {
    await tx.query(`update ${table} set merged_into = null where id = any($1)`, [revived]);
    await tx.query(
      `update merge set undone_at = now(), undone_cause = $3
       where entity = $1 and merged_id = any($2) and undone_at is null`,
      [entity, revived, cause],
    );
  }
  if (parted.length > 0) {
    await tx.query(
      `insert into merge (entity, survivor_id, merged_id, undone_at, undone_cause)
       select '${entity}', r.from, r.entity, now(), $2 from ${recordset('r', { from: 'bigint', entity: 'bigint' })}`,
      [encodeRows(parted), cause],
    );
  }
}

/** What a decision changes in the number of customers, or of accounts. */
export interface Turnover {
  /** So many became part of another. */
  readonly merged: number;
  /** So many came out of another. */
  readonly split: number;
}

/** What came of this cause so far. */
export async function readLedger(sql: Sql, cause: string): Promise<Record<EntityTables['entity'], Turnover>> {
  const rows = await sql.query<Turnover & { entity: EntityTables['entity'] }>(
    `select entity, count(*) filter (where cause = $1) as merged, count(*) filter (where undone_cause = $1) as split
     from merge where cause = $1 or undone_cause = $1 group by entity`,
    [cause],
  );
  const of = (wanted: EntityTables['entity']): Turnover => {
    const { merged = 0, split = 0 } = rows.find(row => row.entity === wanted) ?? {};
    return { merged, split };
  };
  return { customer: of('customer'), account: of('account') };
}
