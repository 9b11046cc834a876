-- $1 = 9
-- $2 = "REFERRAL"
-- $3 = 1
-- $4 = "ADVOCATE"
-- $5 = "PURCHASE"
-- $6 = 3
-- $7 = "2026-06-15T12:00:00.000Z"
-- $8 = ["REFERRAL","PURCHASE"]
-- $9 = ["NPS"]
-- $10 = "NPS"
with t1 as  (select distinct on (f.subject) f.subject as id, f.value, f.at from metric_fact f
          where f.kind = $10::text and f.at <= $7::timestamptz order by f.subject, f.at desc, f.source_id desc, f.item desc),
t3 as  (select i.customer_id as id, count(*) filter (where i.kind = $2::text) as n1, count(*) filter (where i.kind = $5::text) as n2
      from interaction i where i.kind = any($8::text[]) and i.occurred_at <= $7::timestamptz group by 1),
t5 as (select customer_id as id, min(occurred_at) as at from interaction where occurred_at > $7::timestamptz and kind = any($8::text[]) group by 1),
t7 as (select subject as id, min(at) as at from metric_fact where at > $7::timestamptz and kind = any($9::text[]) group by 1),
t9 as (select where $1::float8 is null or $2::text is null or $3::float8 is null or $4::text is null or $5::text is null or $6::float8 is null or $7::timestamptz is null or $8::text[] is null or $9::text[] is null or $10::text is null or true is null)
select c.id, coalesce(((t2.value >= $1::float8) and ((t4.n1 >= $3::float8) or c.lifecycle_stage = $4::text or (t4.n2 >= $6::float8))), false),
  least(t6.at, t8.at)
from customer c
left join t1 t2 on t2.id = c.id
left join t3 t4 on t4.id = c.id
left join t5 t6 on t6.id = c.id
left join t7 t8 on t8.id = c.id
where c.deleted_at is null and c.merged_into is null
