-- $1 = ["CUSTOMER","ADVOCATE","FORMER_CUSTOMER"]
-- $2 = "PURCHASE"
-- $3 = 1
-- $4 = "2025-12-17T12:00:00.000Z"
-- $5 = 15552000
-- $6 = "2026-06-15T12:00:00.000Z"
-- $7 = ["PURCHASE"]
with t1 as  (select i.customer_id as id, count(*) as n1
      from interaction i where i.kind = $2::text and i.occurred_at <= $6::timestamptz group by 1),
t4 as (select customer_id as id, min(occurred_at) as at from interaction where occurred_at > $6::timestamptz and kind = any($7::text[]) group by 1),
t6 as (select where $1::text[] is null or $2::text is null or $3::float8 is null or $4::timestamptz is null or $5::float8 is null or $6::timestamptz is null or $7::text[] is null or true is null)
select c.id, coalesce(((c.lifecycle_stage = any($1::text[]) or (t2.n1 >= $3::float8)) and not coalesce(nullif(t3.last_interaction_at, '-infinity') > $4::timestamptz, false)), false),
  least(case when nullif(t3.last_interaction_at, '-infinity') > $4::timestamptz then nullif(t3.last_interaction_at, '-infinity') + make_interval(secs => $5::float8) end, t5.at)
from customer c
left join t1 t2 on t2.id = c.id
left join customer_activity t3 on t3.customer_id = c.id
left join t4 t5 on t5.id = c.id
where c.deleted_at is null and c.merged_into is null
