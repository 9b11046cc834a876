// Cases and their conversations: what each takes from the other.
import type { Sql } from '../../base/database/sql.ts';
import { type BoundRow, marked } from '../identity/bind.ts';
import { markRows } from '../marks/marks.ts';

/** As SQL: this far from a case's opening, an incoming conversation is the one that opened it. */
const AT_OPENING = `interval '1 hour'`;

/**
 * What a case says of its conversations, where its source does not state it: the first answer, and how often the customer
 * got in touch. The latter only where the conversation that opened the case is among them: a source that keeps the first
 * words in the case, or passes on no conversations, leaves it open how many there were. Cases that changed are marked: their conversations may be somebody else's.
 */
export async function refreshCases(tx: Sql, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.query(
    // Here as below what is found is found once: joined to the table as a subquery, it was looked for again for each row
    // of the table. And the statement has no name: a plan that is kept from when the table was small reads all of it for
    // each row, which takes seconds a page soon after; a plan of its own takes less than a millisecond.
    `with found as materialized (
       select c.id, n.first_response_at, n.contact_count
       from unnest($1::bigint[]) as w(id)
       cross join lateral (select * from interaction c where c.id = w.id and c.kind = 'SUPPORT_CASE' offset 0) c
       cross join lateral (
         select min(i.occurred_at) filter (where i.direction = 'OUTBOUND' and i.occurred_at >= c.occurred_at) as answered,
           count(*) filter (where i.direction = 'INBOUND')::int as contacts,
           bool_or(i.direction = 'INBOUND' and i.occurred_at between c.occurred_at - ${AT_OPENING} and c.occurred_at + ${AT_OPENING}) as opened
         from (select * from interaction i where i.case_id = c.id offset 0) i
       ) t
       cross join lateral (
         select coalesce(c.stated_first_response_at, t.answered) as first_response_at,
           coalesce(c.stated_contact_count, case when t.opened then t.contacts end) as contact_count
       ) n
       where (c.first_response_at, c.contact_count) is distinct from (n.first_response_at, n.contact_count)
     ), changed as (
       update interaction c set first_response_at = f.first_response_at, contact_count = f.contact_count
       from found f where f.id = c.id
       returning c.id, c.customer_id
     ) ${markRows('changed')}`,
    [[...new Set(ids)]],
  );
}

/**
 * A conversation that names no customer, or no account, takes its case's. To be called with interactions that were written or
 * bound anew, cases and conversations alike. Returns the customers that lost or gained one.
 */
export async function inheritFromCases(tx: Sql, ids: readonly number[]): Promise<readonly number[]> {
  if (ids.length === 0) return [];
  const rows = await tx.query<BoundRow>(
    `with found as materialized (
       select i.id, i.customer_id as before, n.customer, n.account
       from (
         select id from unnest($1::bigint[]) as w(id)
         union
         select m.id from unnest($1::bigint[]) as w(id)
         cross join lateral (select i.id from interaction i where i.case_id = w.id offset 0) m
       ) w
       cross join lateral (select * from interaction i where i.id = w.id and i.kind <> 'SUPPORT_CASE' offset 0) i
       left join lateral (select c.customer_id, c.account_id from interaction c where c.id = i.case_id limit 1) c on true
       cross join lateral (
         select case when i.customer_ref is null then c.customer_id else i.customer_id end as customer,
           case when i.account_ref is null then c.account_id else i.account_id end as account
       ) n
       where (i.customer_id, i.account_id) is distinct from (n.customer, n.account)
     )
     update interaction i set customer_id = f.customer, account_id = f.account
     from found f where f.id = i.id
     returning i.id, f.before, i.customer_id as after`,
    [ids],
  );
  return (await marked(tx, 'customer', rows)).customers;
}
