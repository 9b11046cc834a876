// Puts new rules in force: from then on every page goes by them, and what they change of before is noted down.
import { encodeRows, recordset } from '../../base/database/bulk.ts';
import type { Sql } from '../../base/database/sql.ts';
import { lockProjection } from '../lock.ts';
import { findAffected } from './affected.ts';
import type { IdentityRules } from './rules.ts';
import { nextRules, type RulesChange } from './rules-input.ts';
import { readRules, writeRules } from './stored-rules.ts';

export interface ChangedRules {
  readonly rules: IdentityRules;
  /** False where they already say so: then there is no new version. */
  readonly changed: boolean;
}

/**
 * One transaction: after it, every value stored is checked by the new version, and the records to decide anew are in
 * `identity_recheck` for `recheckIdentities`. Throws CONFLICT when the change was made from an older version.
 */
export async function changeRules(sql: Sql, change: RulesChange, now: Date): Promise<ChangedRules> {
  return sql.transaction(async tx => {
    await lockProjection(tx);
    const current = await readRules(tx);
    const next = nextRules(current, change);
    if (next === current) return { rules: current, changed: false };
    const { flipped, records } = await findAffected(tx, current, next);
    await writeRules(tx, current, next, now);
    await tx.query(
      `update identifier i set linking = r.linking
       from ${recordset('r', { kind: 'text', value: 'text', linking: 'boolean' })}
       where i.kind = r.kind and i.value = r.value`,
      [encodeRows(flipped)],
    );
    await tx.query(`insert into identity_recheck (record_id) select unnest($1::bigint[]) on conflict do nothing`, [
      records,
    ]);
    return { rules: next, changed: true };
  });
}
