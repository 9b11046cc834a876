// Writes down which identifiers records carry.
import { columnset, encodeColumns } from '../../base/database/bulk.ts';
import type { Sql } from '../../base/database/sql.ts';
import type { NormalIdentifier } from './normalize.ts';

export interface Claim {
  /** source_record id. */
  readonly id: number;
  readonly identifiers: readonly NormalIdentifier[];
  /** Keeps the identifiers the record has and only adds these: for merged losers. */
  readonly addOnly?: boolean;
  /** `learn` wrote its identifiers: they are as they are. */
  readonly learned?: boolean;
}

const IDENTIFIER = { kind: 'text', value: 'text', record: 'bigint', linking: 'boolean' };

/** `known` are those of the claimed records that may carry identifiers already. */
export async function writeIdentifiers(tx: Sql, given: readonly Claim[], known: ReadonlySet<number>): Promise<void> {
  const claims = given.filter(claim => !claim.learned);
  if (claims.length === 0) return;
  const rows = rowsOf(claims);
  const columns = encodeColumns(rows, IDENTIFIER);
  const replaced = claims.filter(claim => !claim.addOnly && known.has(claim.id)).map(claim => claim.id);
  if (replaced.length > 0) {
    await tx.query(
      `delete from identifier i where i.record_id = any($1)
       and not exists (select from ${columnset('r', IDENTIFIER, 2)} where r.record = i.record_id and r.kind = i.kind and r.value = i.value)`,
      [replaced, ...columns],
      'identity-forget',
    );
  }
  await tx.query(
    `insert into identifier (kind, value, record_id, linking)
     select r.kind, r.value, r.record, r.linking from ${columnset('r', IDENTIFIER)}
     on conflict (kind, value, record_id) do nothing`,
    columns,
    'identity-learn',
  );
}

/** Writes the identifiers of records that nobody knows yet. */
export async function learn(tx: Sql, claims: readonly Claim[]): Promise<void> {
  if (claims.length === 0) return;
  await tx.query(
    `insert into identifier (kind, value, record_id, linking)
     select r.kind, r.value, r.record, r.linking from ${columnset('r', IDENTIFIER)}`,
    encodeColumns(rowsOf(claims), IDENTIFIER),
    'identity-learn-new',
  );
}

/** As if these records had never carried any. */
export async function forget(tx: Sql, records: readonly number[]): Promise<void> {
  if (records.length === 0) return;
  await tx.query(`delete from identifier where record_id = any($1)`, [records], 'identity-forget-all');
}

function rowsOf(claims: readonly Claim[]) {
  return claims.flatMap(({ id, identifiers }) => distinct(identifiers).map(given => ({ ...given, record: id })));
}

/** One of each; it links if one of the same does. */
function distinct(identifiers: readonly NormalIdentifier[]): NormalIdentifier[] {
  const byValue = new Map<string, NormalIdentifier>();
  for (const given of identifiers) {
    const key = `${given.kind} ${given.value}`;
    if (given.linking || !byValue.has(key)) byValue.set(key, given);
  }
  return [...byValue.values()];
}
