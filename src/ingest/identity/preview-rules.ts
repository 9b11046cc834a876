// What a change of rules would do, without doing it.
import type { Sql } from '../../base/database/sql.ts';
import { findAffected } from './affected.ts';
import { assign, type RecordNode } from './components.ts';
import { edgesUnder, entitiesCarrying, membersOf, nodesOf, withValues } from './graph.ts';
import type { Turnover } from './ledger.ts';
import { type IdentityRules, type Matcher, matcherOf } from './rules.ts';
import { nextRules, type RulesChange } from './rules-input.ts';
import { readRules } from './stored-rules.ts';
import { ACCOUNTS, CUSTOMERS, type EntityTables } from './tables.ts';

export interface RulesPreview {
  readonly current: IdentityRules;
  readonly next: IdentityRules;
  readonly customers: Turnover;
  readonly accounts: Turnover;
}

/** Rows asked for at a time. */
const CHUNK = 5_000;

/**
 * Counts from the data as they are at this moment to the end of all batches, those of an earlier change included that are
 * still to come. Writes nothing and holds up nobody. Throws CONFLICT as `changeRules` does.
 */
export async function previewRules(sql: Sql, change: RulesChange): Promise<RulesPreview> {
  return sql.transaction(async tx => {
    await tx.query('set transaction isolation level repeatable read, read only');
    const current = await readRules(tx);
    const next = nextRules(current, change);
    const { records } = await findAffected(tx, current, next);
    const pending = await tx.query<{ id: number }>(`select record_id as id from identity_recheck`);
    const ids = [...new Set([...records, ...pending.map(row => row.id)])];
    const matcher = matcherOf(next);
    return {
      current,
      next,
      customers: await forecast(tx, CUSTOMERS, ids, matcher),
      accounts: await forecast(tx, ACCOUNTS, ids, matcher),
    };
  });
}

async function forecast(tx: Sql, tables: EntityTables, ids: readonly number[], matcher: Matcher): Promise<Turnover> {
  const entities = new Set<number>();
  for (const chunk of chunks(ids)) {
    const records = await nodesOf(tx, tables, chunk);
    const edges = await edgesUnder(
      tx,
      records.map(record => record.id),
      matcher,
    );
    for (const record of records) entities.add(record.entity!);
    for (const entity of await entitiesCarrying(tx, tables, edges)) entities.add(entity);
  }
  const nodes: RecordNode[] = [];
  for (const chunk of chunks([...entities])) {
    const members = await membersOf(tx, tables, chunk);
    const edges = await edgesUnder(
      tx,
      members.map(member => member.id),
      matcher,
    );
    nodes.push(...withValues(edges, members, [], matcher.rules.maxRecordsPerValue));
  }
  const { components, merged, revived } = assign(nodes);
  return {
    merged: merged.length,
    split: revived.length + components.filter(component => component.entity === null).length,
  };
}

function chunks(ids: readonly number[]): number[][] {
  const list: number[][] = [];
  for (let from = 0; from < ids.length; from += CHUNK) list.push(ids.slice(from, from + CHUNK));
  return list;
}
