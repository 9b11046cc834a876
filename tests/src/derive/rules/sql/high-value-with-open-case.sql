-- $1 = 10000
-- $2 = "PURCHASE"
-- $3 = 10000
-- $4 = "SUPPORT_CASE"
-- $5 = "2026-06-15T12:00:00.000Z"
-- $6 = 1
-- $7 = ["PURCHASE","SUPPORT_CASE"]
with t2 as  (select i.customer_id as id, sum(i.amount::numeric) filter (where i.kind = $2::text) as n1, count(*) filter (where i.kind = $4::text and coalesce(i.resolved_at > $5::timestamptz, true)) as n2, min(case when i.kind = $4::text and i.resolved_at > $5::timestamptz then i.resolved_at end) as due
      from interaction i where i.kind = any($7::text[]) and i.occurred_at <= $5::timestamptz group by 1),
t4 as (select customer_id as id, min(occurred_at) as at from interaction where occurred_at > $5::timestamptz and kind = any($7::text[]) group by 1),
t6 as (select where $1::float8 is null or $2::text is null or $3::numeric is null or $4::text is null or $5::timestamptz is null or $6::float8 is null or $7::text[] is null or true is null)
select c.id, coalesce(((nullif(t1.lifetime_value, '-infinity') >= $1::float8 or (t3.n1 >= $3::numeric)) and (t3.n2 >= $6::float8)), false),
  least(t5.at, t3.due)
from customer c
left join customer_score t1 on t1.customer_id = c.id
left join t2 t3 on t3.id = c.id
left join t4 t5 on t5.id = c.id
where c.deleted_at is null and c.merged_into is null
