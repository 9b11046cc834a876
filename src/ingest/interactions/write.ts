// Writes interactions with whom they belong to, and looks again whom they belong to.
import type { Of } from '../../../connectors/records.ts';
import { columnset, encodeColumns } from '../../base/database/bulk.ts';
import type { Sql } from '../../base/database/sql.ts';
import { linkedRef, lookup, type Role } from '../identity/bind.ts';
import type { LandedAs } from '../landed.ts';
import { maybeRef, type Scope } from '../ref.ts';
import { isAuthoredByCustomer } from '../sentiment/authored.ts';

export type Interaction = Of<'interaction'>;

/** Whose a written row was and is, and of which case. */
export interface Written {
  readonly id: number;
  readonly before: number | null;
  readonly after: number | null;
  readonly case_before: number | null;
  readonly case_after: number | null;
}

const COLUMNS = {
  kind: 'text',
  channel: 'text',
  touchpoint: 'text',
  direction: 'text',
  occurred_at: 'timestamptz',
  occurred_on: 'date',
  ended_at: 'timestamptz',
  subject: 'text',
  body: 'text',
  sentiment: 'float8',
  status: 'text',
  priority: 'text',
  agent: 'text',
  stated_first_response_at: 'timestamptz',
  resolved_at: 'timestamptz',
  reopen_count: 'int',
  reopened_at: 'timestamptz',
  first_resolved_at: 'timestamptz',
  stated_contact_count: 'int',
  duration_seconds: 'float8',
  amount: 'float8',
  currency: 'text',
} as const;
const columns = Object.keys(COLUMNS);
const roles: readonly Role[] = ['customer', 'account', 'case'];

function rowOf(
  scope: Scope,
  { id, ref, record, scores }: LandedAs<Interaction>,
): Record<keyof typeof INCOMING, unknown> {
  return {
    id,
    ref,
    kind: record.kind,
    channel: record.channel,
    touchpoint: record.touchpoint,
    direction: record.direction,
    occurred_at: record.occurredAt,
    occurred_on: record.occurredOn,
    ended_at: record.endedAt,
    subject: record.subject,
    body: record.body,
    sentiment: isAuthoredByCustomer(record) ? scores.get(record.body ?? '') : null,
    status: record.status,
    priority: record.priority,
    agent: record.agent,
    stated_first_response_at: record.firstResponseAt,
    resolved_at: record.resolvedAt,
    reopen_count: record.reopenCount,
    reopened_at: record.reopenedAt,
    first_resolved_at: record.firstResolvedAt,
    stated_contact_count: record.contactCount,
    duration_seconds: record.durationSeconds,
    amount: record.amount,
    currency: record.currency,
    ...namesOf(scope, record),
  };
}

/** Writes them and binds them to what is known now. */
export async function writeInteractions(
  tx: Sql,
  scope: Scope,
  interactions: readonly LandedAs<Interaction>[],
): Promise<Written[]> {
  if (interactions.length === 0) return [];
  const rows = interactions.map(item => rowOf(scope, item));
  return tx.query<Written>(WRITE, [scope.connectionId, ...encodeColumns(rows, INCOMING)], 'interactions-write');
}

/** The same for records that nobody knows yet. */
export async function insertInteractions(
  tx: Sql,
  scope: Scope,
  interactions: readonly LandedAs<Interaction>[],
): Promise<void> {
  if (interactions.length === 0) return;
  const rows = interactions.map(item => rowOf(scope, item));
  await tx.query(INSERT, [scope.connectionId, ...encodeColumns(rows, INCOMING)], 'interactions-insert');
}

/** Binds those that were inserted before the lock to what became known meanwhile. They belonged to nobody before. */
export async function settleInteractions(
  tx: Sql,
  scope: Scope,
  interactions: readonly LandedAs<Interaction>[],
): Promise<Written[]> {
  if (interactions.length === 0) return [];
  const rows = interactions.map(({ id, ref, record }) => ({ id, ref, ...namesOf(scope, record) }));
  return tx.query<Written>(SETTLE, encodeColumns(rows, NAMED), 'interactions-settle');
}

function namesOf(scope: Scope, record: Interaction): Record<Role, string | null> {
  return {
    customer: maybeRef(scope, record.customer),
    account: maybeRef(scope, record.account),
    case: maybeRef(scope, record.case),
  };
}

const NAMED = { id: 'bigint', ref: 'text', customer: 'text', account: 'text', case: 'text' };
const INCOMING = { ...NAMED, ...COLUMNS };

/** SQL of what a row names: its primary link where its source keeps links apart. */
const named = roles.map(role => `coalesce(${linkedRef(role, 'r.ref')}, r."${role}") as ${role}_ref`).join(', ');
const found = (role: Role) => `case when n.${role}_ref is not null then ${lookup(role, `n.${role}_ref`)} end`;
const bindings = roles.flatMap(role => [`${role}_ref`, `${role}_id`]);

const incoming = `incoming as materialized (
  select r.id, r.ref, ${columns.map(column => `r.${column}`).join(', ')}, ${named}
  from ${columnset('r', INCOMING, 2)}
)`;
const insert = `insert into interaction as i (id, connection_id, ref, ${columns.join(', ')}, ${bindings.join(', ')})
  select n.id, $1, n.ref, ${columns.map(column => `n.${column}`).join(', ')},
    ${roles.map(role => `n.${role}_ref, ${found(role)}`).join(', ')}
  from incoming n`;

const INSERT = `with ${incoming} ${insert}`;

const WRITE = `
with ${incoming}, before as materialized (
  select i.* from incoming n
  cross join lateral (select i.id, i.customer_id, i.case_id from interaction i where i.id = n.id limit 1) i
), written as (
  ${insert}
  on conflict (id) do update set
    ${[...columns, ...bindings].map(column => `${column} = excluded.${column}`).join(', ')}
  returning i.id, i.customer_id, i.case_id
)
select b.customer_id as before, w.customer_id as after, b.case_id as case_before, w.case_id as case_after, w.id from written w left join before b on b.id = w.id`;

const SETTLE = `
with named as materialized (
  select r.id, ${named} from ${columnset('r', NAMED)}
), found as materialized (
  select n.id, ${roles.map(role => `n.${role}_ref, ${found(role)} as ${role}_id`).join(', ')} from named n
), stale as materialized (
  select f.* from found f cross join lateral (select * from interaction i where i.id = f.id limit 1) i
  where (${bindings.map(column => `i.${column}`).join(', ')}) is distinct from (${bindings.map(column => `f.${column}`).join(', ')})
), settled as (
  update interaction i set ${bindings.map(column => `${column} = s.${column}`).join(', ')} from stale s where s.id = i.id
)
select id, null as before, customer_id as after, null as case_before, case_id as case_after from found`;
