// Pure: the SQL that evaluates rules, and finds or writes what differs, in one statement.
import type { Statement } from '../../base/database/statement.ts';
import type { Compiled } from '../rules/compile/compile.ts';

/** The payload of each notification is the row id of a segment that gained or lost members, or is no more. */
export const SEGMENT_CHANNEL = 'cxgraph_segment';

export interface Comparison {
  /** In the order of their ids, as `compiled.holds` is. */
  readonly segments: readonly { readonly id: number; readonly revision: number }[];
  readonly compiled: Compiled;
  /** SQL of a bigint[]; null for everybody. */
  readonly customers: string | null;
}

export interface Evaluation extends Comparison {
  /** Whether the due moments found here are all there are of these customers, or others are known. */
  readonly dueIsWhole: boolean;
  readonly now: Date;
  readonly cause: string;
}

/**
 * What follows `with`: customers as they are `seen`, and in `moved` a row for each membership that is missing (`entered`)
 * or too many. A customer whose segments stay the same is compared as one array with another and costs no row.
 */
export function movedMembers(
  s: Statement,
  { segments, compiled, customers }: Comparison,
  table: 'segment_member' | 'segment_candidate' = 'segment_member',
): string {
  const ids = idsOf(s, segments);
  const inside = segments.map(({ id }, i) => `case when ${compiled.holds[i]} then ${s.bind(id, 'bigint')} end`);
  return `${compiled.ctes}, seen as materialized (
  select c.id, array_remove(array[${inside.join(', ')}], null) as inside, ${compiled.due} as due_at from ${compiled.from}
), held as materialized (
  select m.customer_id as id, array_agg(m.segment_id order by m.segment_id) as inside from ${table} m
  where m.segment_id = any(${ids}) ${customers === null ? '' : `and m.customer_id = any(${customers})`} group by 1
), differing as materialized (
  select id, coalesce(s.inside, '{}') as inside, coalesce(h.inside, '{}') as outdated
  from seen s full join held h using (id) where coalesce(s.inside, '{}') <> coalesce(h.inside, '{}')
), moved as materialized (
  select d.id as customer_id, m.id as segment_id, true as entered
  from differing d cross join lateral unnest(d.inside) m(id) where m.id <> all(d.outdated)
  union all
  select d.id, m.id, false from differing d cross join lateral unnest(d.outdated) m(id) where m.id <> all(d.inside)
)`;
}

/**
 * Members come and go as rows of `moved` and everything else follows from them, so that memberships, their history and
 * the sizes cannot part. Rows to delete are reached through the index, one by one, however many others there are.
 */
export function writeMembers(s: Statement, evaluation: Evaluation): string {
  return `
with ${movedMembers(s, evaluation)}, ${following(s, evaluation)}, ${dueWrites(evaluation)}
${NOTIFIED}`;
}

/** The same for those whom nobody sees yet: they have no history, and nobody is told. */
export function writeCandidates(s: Statement, evaluation: Evaluation): string {
  return `
with ${movedMembers(s, evaluation, 'segment_candidate')}, entering as (
  insert into segment_candidate (segment_id, customer_id)
  select segment_id, customer_id from moved where entered order by 1, 2 on conflict do nothing
), ${leaving('segment_candidate')}, ${dueWrites(evaluation)}
select count(*)::int as moved from moved`;
}

/** Candidates become the members of their segment, all at one moment. */
export function publishCandidates(s: Statement, segment: Comparison['segments'][number], now: Date): string {
  const id = s.bind(segment.id, 'bigint');
  const of = (table: string) => `(select customer_id from ${table} where segment_id = ${id})`;
  return `
with moved as materialized (
  select customer_id, ${id} as segment_id, m.customer_id is null as entered
  from ${of('segment_candidate')} k full join ${of('segment_member')} m using (customer_id)
  where k.customer_id is null or m.customer_id is null
), ${following(s, { segments: [segment], now, cause: 'RULE' })}
${NOTIFIED}`;
}

const NOTIFIED = `select (select count(*)::int from moved) as moved,
  (select count(pg_notify('${SEGMENT_CHANNEL}', segment_id::text)) from turnover) as notified`;

const leaving = (table: string) => `places as (
  select m.place from moved v cross join lateral (
    select m.ctid as place from ${table} m
    where m.segment_id = v.segment_id and m.customer_id = v.customer_id offset 0
  ) m where not v.entered
), leaving as (
  delete from ${table} where ctid = any(array(select place from places))
)`;

function following(s: Statement, evaluation: Pick<Evaluation, 'segments' | 'now' | 'cause'>): string {
  const { segments, cause } = evaluation;
  const now = s.bind(evaluation.now, 'timestamptz');
  return `entering as (
  insert into segment_member (segment_id, customer_id, entered_at)
  select segment_id, customer_id, ${now} from moved where entered order by 1, 2 on conflict do nothing
), ${leaving('segment_member')}, told as (
  insert into segment_change (segment_id, customer_id, entered, cause, at)
  select segment_id, customer_id, entered, ${s.bind(cause, 'text')}, ${now} from moved order by 1, 2
), turnover as (
  select segment_id, sum(case when entered then 1 else -1 end)::int as net from moved group by 1
), counted as (
  insert into segment_state as t (segment_id, revision, evaluated_at, size)
  select n.id, n.revision, ${now}, coalesce(v.net, 0)
  from unnest(${idsOf(s, segments)}, ${s.bind(
    segments.map(segment => segment.revision),
    'int[]',
  )}) n(id, revision) left join turnover v on v.segment_id = n.id
  where v.net is not null or not exists (
    select from segment_state t where t.segment_id = n.id and t.revision = n.revision)
  on conflict (segment_id) do update
    set revision = excluded.revision, evaluated_at = excluded.evaluated_at, size = t.size + excluded.size
)`;
}

function idsOf(s: Statement, segments: Comparison['segments']): string {
  return s.bind(
    segments.map(segment => segment.id),
    'bigint[]',
  );
}

/** A moment that was found earlier than one that is known comes in its place; a whole one comes in any case. */
function dueWrites({ customers, dueIsWhole }: Evaluation): string {
  const known = dueIsWhole ? 'd.due_at is distinct from e.due_at' : '(d.due_at is null or e.due_at < d.due_at)';
  const outdated = `
undue as (
  delete from customer_due d where ${customers === null ? 'true' : `d.customer_id = any(${customers})`}
    and not exists (select from seen e where e.id = d.customer_id and e.due_at is not null)
), `;
  return `${dueIsWhole ? outdated : ''}dues as (
  insert into customer_due (customer_id, due_at)
  select e.id, e.due_at from seen e left join customer_due d on d.customer_id = e.id
  where e.due_at is not null and ${known} order by 1
  on conflict (customer_id) do update set due_at = excluded.due_at
)`;
}
