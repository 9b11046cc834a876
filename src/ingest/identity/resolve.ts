// Decides which entity each changed record belongs to, and writes who moved. Works for customers and accounts alike.
import { encodeRows, recordset } from '../../base/database/bulk.ts';
import type { Sql } from '../../base/database/sql.ts';
import { assign } from './components.ts';
import { type Edge, edgesOf, membersOf, nodesOf, withValues } from './graph.ts';
import { type Claim, writeIdentifiers } from './learn.ts';
import { type Parted, writeLedger } from './ledger.ts';
import type { IdentityRules } from './rules.ts';
import type { EntityTables } from './tables.ts';

export interface Resolution {
  /** The entity of every claimed record. */
  readonly entityOf: ReadonlyMap<number, number>;
  /** Records that changed their entity, claimed or not, new ones included. */
  readonly moved: readonly number[];
  /** Entities that gained or lost a record. */
  readonly touched: readonly number[];
  /** Entities that became part of another. */
  readonly merged: number;
  /** Entities that came out of another, as before an earlier merge or for the first time. */
  readonly split: number;
}

export interface ResolveOptions {
  readonly rules: Pick<IdentityRules, 'maxRecordsPerValue'>;
  /** What the ledger says of merges and splits; null: the records of a source. */
  readonly cause?: string | null;
}

/** Must run under the projection lock: two resolutions at a time could make one person twice. */
export async function resolve(
  tx: Sql,
  tables: EntityTables,
  claims: readonly Claim[],
  { rules: { maxRecordsPerValue: limit }, cause = null }: ResolveOptions,
): Promise<Resolution> {
  const ids = claims.map(claim => claim.id);
  const known = await nodesOf(tx, tables, ids);
  const knownIds = new Set(known.map(node => node.id));
  // A record that is new carried nothing before.
  const before = knownIds.size === 0 ? [] : await edgesOf(tx, [...knownIds], limit);
  await writeIdentifiers(tx, claims, knownIds);
  const neighbours = await affectedEntities(tx, tables, ids, before, limit);
  const entities = new Set([...known.map(node => node.entity!), ...neighbours]);
  const members = entities.size === 0 ? [] : await membersOf(tx, tables, [...entities]);
  const records = withValues(
    await edgesOf(tx, [...new Set([...ids, ...members.map(member => member.id)])], limit),
    members,
    ids,
    limit,
  );
  const { components, merged, revived } = assign(records);

  const fresh = await newIds(tx, tables, components.filter(component => component.entity === null).length);
  const current = new Map(records.map(record => [record.id, record.entity]));
  const entityOf = new Map<number, number>();
  const moved: number[] = [];
  /** Of the moved ones, those whose row is there; the caller writes the others. */
  const moves: { id: number; entity: number }[] = [];
  const touched = new Set<number>();
  const parted: Parted[] = [];
  for (const component of components) {
    const entity = component.entity ?? fresh.pop()!;
    const former = component.entity === null ? formerOf(component.records, current) : null;
    if (former !== null) parted.push({ entity, from: former });
    for (const id of component.records) {
      entityOf.set(id, entity);
      const old = current.get(id) ?? null;
      if (old === entity) continue;
      moved.push(id);
      touched.add(entity);
      if (old === null) continue;
      moves.push({ id, entity });
      touched.add(old);
    }
  }
  await writeMoves(tx, tables, moves);
  await writeLedger(tx, tables, { merged, revived, parted, cause });
  const split = revived.length + parted.length;
  return { entityOf, moved, touched: [...touched], merged: merged.length, split };
}

/** The oldest entity that these records leave together; null when all of them are new. */
function formerOf(records: readonly number[], current: ReadonlyMap<number, number | null>): number | null {
  const left = records.map(id => current.get(id) ?? null).filter(entity => entity !== null);
  return left.length > 0 ? Math.min(...left) : null;
}

/**
 * Entities that a changed record is joined to now, or was before: carriers of its values, old and new. A value with more
 * other carriers than the limit is not walked: it joined nobody before and joins nobody now.
 */
async function affectedEntities(
  tx: Sql,
  tables: EntityTables,
  ids: readonly number[],
  before: readonly Edge[],
  limit: number,
): Promise<number[]> {
  const rows = await tx.query<{ entity: number }>(
    `with own as (
       select distinct kind, value from identifier where record_id = any($1) and linking
       union
       select kind, value from ${recordset('b', { kind: 'text', value: 'text' }, 2)}
     )
     select distinct p.${tables.column} as entity
     from own
     cross join lateral (
       select array_agg(o.record_id) as others, count(*) as n from (
         select o.record_id from identifier o
         where o.kind = own.kind and o.value = own.value and o.linking and o.record_id not in (select unnest($1::bigint[]))
         limit ${limit + 1}
       ) o
     ) o
     cross join lateral unnest(o.others) as m(id)
     join ${tables.records} p on p.id = m.id
     where o.n <= ${limit}`,
    [ids, encodeRows(before)],
    `identity-affected-${tables.entity}-${limit}`,
  );
  return rows.map(row => row.entity);
}

async function newIds(tx: Sql, tables: EntityTables, count: number): Promise<number[]> {
  if (count === 0) return [];
  const rows = await tx.query<{ id: number }>(
    `select nextval((select pg_get_serial_sequence('${tables.table}', 'id')::regclass)) as id from generate_series(1, $1)`,
    [count],
    `identity-ids-${tables.entity}`,
  );
  // Taken from the end: the first component gets the smallest id.
  return rows.map(row => row.id).sort((a, b) => b - a);
}

async function writeMoves(
  tx: Sql,
  tables: EntityTables,
  moves: readonly { id: number; entity: number }[],
): Promise<void> {
  if (moves.length === 0) return;
  await tx.query(
    `update ${tables.records} p set ${tables.column} = r.entity
     from ${recordset('r', { id: 'bigint', entity: 'bigint' })} where p.id = r.id`,
    [encodeRows(moves)],
    `identity-move-${tables.entity}`,
  );
}
