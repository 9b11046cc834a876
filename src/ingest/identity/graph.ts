// Reads the part of the identity graph that a decision needs: records, whose they are, and what joins them.
import { encodeRows, recordset } from '../../base/database/bulk.ts';
import type { Sql } from '../../base/database/sql.ts';
import type { RecordNode } from './components.ts';
import type { IdentifierKind } from './normalize.ts';
import type { Matcher } from './rules.ts';
import type { EntityTables } from './tables.ts';

/** A linking value of a record. */
export interface Edge {
  kind: IdentifierKind;
  value: string;
  record_id: number;
  /** Records that carry it, counted to one above the limit. */
  carriers: number;
}

/** The members with the values that join them, and records that are new to us as nodes without an entity. */
export function withValues(
  edges: readonly Edge[],
  members: readonly RecordNode[],
  claimed: readonly number[],
  limit: number,
): RecordNode[] {
  const values = new Map<number, string[]>();
  for (const edge of edges) {
    if (edge.carriers > limit) continue;
    const list = values.get(edge.record_id);
    if (list) list.push(`${edge.kind} ${edge.value}`);
    else values.set(edge.record_id, [`${edge.kind} ${edge.value}`]);
  }
  const nodes = new Map(members.map(member => [member.id, member]));
  for (const id of claimed) if (!nodes.has(id)) nodes.set(id, { id, entity: null, origin: null, values: [] });
  return [...nodes.values()].map(node => ({ ...node, values: values.get(node.id) ?? [] }));
}

/** The limit is part of the text, since plans depend on it: a whole number that was checked when it was saved. */
export async function edgesOf(tx: Sql, ids: readonly number[], limit: number): Promise<Edge[]> {
  return tx.query<Edge>(
    `select i.kind, i.value, i.record_id, n.carriers
     from identifier i
     cross join lateral (
       select count(*)::int as carriers
       from (select from identifier o where o.kind = i.kind and o.value = i.value limit ${limit + 1}) o
     ) n
     where i.record_id = any($1) and i.linking`,
    [ids],
    `identity-edges-${limit}`,
  );
}

/**
 * Only an entity that was merged away can come back: `origin` is null for the others. Asked for by its id alone, so that
 * no plan walks through all that were ever merged.
 */
const node = (tables: EntityTables) => `p.id, p.${tables.column} as entity, '{}'::text[] as values,
  case when (select e.merged_into from ${tables.table} e where e.id = p.${tables.origin}) is not null then p.${tables.origin} end as origin
  from ${tables.records} p`;

export async function nodesOf(tx: Sql, tables: EntityTables, ids: readonly number[]): Promise<RecordNode[]> {
  return tx.query<RecordNode>(`select ${node(tables)} where p.id = any($1)`, [ids], `identity-nodes-${tables.entity}`);
}

export async function membersOf(tx: Sql, tables: EntityTables, entities: readonly number[]): Promise<RecordNode[]> {
  return tx.query<RecordNode>(
    `select ${node(tables)} where p.${tables.column} = any($1)`,
    [entities],
    `identity-members-${tables.entity}`,
  );
}

/** The edges as they would be if the matcher's rules were in force. */
export async function edgesUnder(tx: Sql, ids: readonly number[], matcher: Matcher): Promise<Edge[]> {
  const limit = matcher.rules.maxRecordsPerValue;
  const edges = await tx.query<Edge>(
    `select i.kind, i.value, i.record_id, n.carriers
     from identifier i
     cross join lateral (
       select count(*)::int as carriers
       from (select from identifier o where o.kind = i.kind and o.value = i.value limit ${limit + 1}) o
     ) n
     where i.record_id = any($1)`,
    [ids],
  );
  return edges.filter(edge => edge.carriers <= limit && matcher.links(edge.kind, edge.value));
}

/** The entities of all records that carry one of these values. */
export async function entitiesCarrying(tx: Sql, tables: EntityTables, edges: readonly Edge[]): Promise<number[]> {
  const rows = await tx.query<{ entity: number }>(
    `select distinct p.${tables.column} as entity
     from ${recordset('e', { kind: 'text', value: 'text' })}
     join identifier i on i.kind = e.kind and i.value = e.value join ${tables.records} p on p.id = i.record_id`,
    [encodeRows(edges.map(({ kind, value }) => ({ kind, value })))],
  );
  return rows.map(row => row.entity);
}
