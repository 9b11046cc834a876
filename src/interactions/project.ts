// From canonical interactions to the timeline.
import type { Of } from '../../connectors/records.ts';
import { columnset, encodeColumns } from '../database/bulk.ts';
import type { Sql } from '../database/sql.ts';
import { type Bound, bindRefs, linkedRef, lookup, type Role } from '../identity/bind.ts';
import { isSaidByCustomer } from '../sentiment/said.ts';
import { type Landed, maybeRef, type Scope } from '../sync/ref.ts';
import { inheritFromCases, refreshCases } from './cases.ts';

type Interaction = Of<'interaction'>;

const COLUMNS = {
  kind: 'text',
  channel: 'text',
  touchpoint: 'text',
  direction: 'text',
  occurred_at: 'timestamptz',
  ended_at: 'timestamptz',
  subject: 'text',
  body: 'text',
  sentiment: 'float8',
  status: 'text',
  priority: 'text',
  stated_first_response_at: 'timestamptz',
  resolved_at: 'timestamptz',
  reopen_count: 'int',
  duration_seconds: 'float8',
  amount: 'float8',
  currency: 'text',
} as const;
const columns = Object.keys(COLUMNS);
const roles: readonly Role[] = ['customer', 'account', 'case'];

function rowOf(scope: Scope, { id, ref, record, scores }: Landed<Interaction>): Record<keyof typeof INCOMING, unknown> {
  return {
    id,
    ref,
    kind: record.kind,
    channel: record.channel,
    touchpoint: record.touchpoint,
    direction: record.direction,
    occurred_at: record.occurredAt,
    ended_at: record.endedAt,
    subject: record.subject,
    body: record.body,
    sentiment: isSaidByCustomer(record) ? scores.get(record.body ?? '') : null,
    status: record.status,
    priority: record.priority,
    stated_first_response_at: record.firstResponseAt,
    resolved_at: record.resolvedAt,
    reopen_count: record.reopenCount ?? 0,
    duration_seconds: record.durationSeconds,
    amount: record.amount,
    currency: record.currency,
    customer: maybeRef(scope, record.customer),
    account: maybeRef(scope, record.account),
    case: maybeRef(scope, record.case),
  };
}

/** Writes and binds them. Returns the customers whose timeline changed. */
export async function projectInteractions(
  tx: Sql,
  scope: Scope,
  interactions: readonly Landed<Interaction>[],
  gone: readonly number[],
): Promise<number[]> {
  const removed = await removeInteractions(tx, gone);
  if (interactions.length === 0) return removed;
  const rows = interactions.map(item => rowOf(scope, item));
  const written = await tx.query<{
    id: number;
    before: number | null;
    after: number | null;
    case_before: number | null;
    case_after: number | null;
  }>(WRITE, [scope.connectionId, ...encodeColumns(rows, INCOMING)], 'interactions-write');
  const cases = interactions.filter(item => item.record.kind === 'SUPPORT_CASE');
  const late = await bindCases(
    tx,
    cases.map(item => item.ref),
  );
  await refreshCases(tx, [
    ...cases.map(item => item.id),
    ...distinct(written.flatMap(row => [row.case_before, row.case_after])),
  ]);
  const inCases = written.filter(row => row.case_before !== null || row.case_after !== null).map(row => row.id);
  const inherited = await inheritFromCases(tx, [...cases.map(item => item.id), ...inCases, ...late.ids]);
  return distinct([...removed, ...inherited, ...written.flatMap(row => [row.before, row.after])]);
}

const INCOMING = { id: 'bigint', ref: 'text', ...COLUMNS, customer: 'text', account: 'text', case: 'text' };

const WRITE = `
with incoming as materialized (
  select r.id, r.ref, ${columns.map(column => `r.${column}`).join(', ')},
    ${roles.map(role => `coalesce(${linkedRef(role, 'r.ref')}, r."${role}") as ${role}_ref`).join(', ')}
  from ${columnset('r', INCOMING, 2)}
), before as materialized (
  select i.id, i.customer_id, i.case_id from interaction i join incoming n on n.id = i.id
), written as (
  insert into interaction as i (id, connection_id, ref, ${columns.join(', ')}, ${roles.map(role => `${role}_ref, ${role}_id`).join(', ')})
  select n.id, $1, n.ref, ${columns.map(column => `n.${column}`).join(', ')},
    ${roles.map(role => `n.${role}_ref, case when n.${role}_ref is not null then ${lookup(role, `n.${role}_ref`)} end`).join(', ')}
  from incoming n
  on conflict (id) do update set
    ${[...columns, ...roles.flatMap(role => [`${role}_ref`, `${role}_id`])].map(column => `${column} = excluded.${column}`).join(', ')}
  returning i.id, i.customer_id, i.case_id
)
select b.customer_id as before, w.customer_id as after, b.case_id as case_before, w.case_id as case_after, w.id from written w left join before b on b.id = w.id`;

async function removeInteractions(tx: Sql, ids: readonly number[]): Promise<number[]> {
  if (ids.length === 0) return [];
  const rows = await tx.query<{ customer_id: number | null; case_id: number | null; ref: string }>(
    `delete from interaction where id = any($1) returning customer_id, case_id, ref`,
    [ids],
    'interactions-remove',
  );
  if (rows.length === 0) return [];
  const orphans = await bindCases(
    tx,
    rows.map(row => row.ref),
  );
  await refreshCases(
    tx,
    rows.map(row => row.case_id).filter(id => id !== null),
  );
  return distinct([...(await inheritFromCases(tx, orphans.ids)), ...rows.map(row => row.customer_id)]);
}

/** Conversations and answers of the same page, or of earlier ones, may have come before their case. */
async function bindCases(tx: Sql, refs: readonly string[]): Promise<Bound> {
  await bindRefs(tx, 'survey_response', 'case', refs);
  return bindRefs(tx, 'interaction', 'case', refs);
}

function distinct(ids: readonly (number | null)[]): number[] {
  return [...new Set(ids.filter(id => id !== null))];
}
