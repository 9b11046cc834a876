-- $1 = "2025-12-17T12:00:00.000Z"
-- $2 = 15552000
-- $3 = 6
-- $4 = "SUPPORT_CASE"
-- $5 = "2026-03-17T12:00:00.000Z"
-- $6 = 1
-- $7 = "CALL"
-- $8 = "EMAIL"
-- $9 = "CHAT"
-- $10 = "2026-06-15T12:00:00.000Z"
-- $11 = ["SUPPORT_CASE","CALL","EMAIL","CHAT"]
-- $12 = ["NPS"]
-- $13 = "NPS"
-- $14 = 7776000
with t1 as  (select distinct on (f.subject) f.subject as id, f.value, f.at from metric_fact f
          where f.kind = $13::text and f.at > $1::timestamptz and f.at <= $10::timestamptz order by f.subject, f.at desc, f.source_id desc, f.item desc),
t3 as  (select i.customer_id as id, count(*) filter (where i.kind = $4::text) as n1, count(*) filter (where i.kind = $7::text) as n2, count(*) filter (where i.kind = $8::text) as n3, count(*) filter (where i.kind = $9::text) as n4, min(least(case when i.kind = $4::text then case when i.occurred_at > $5::timestamptz then i.occurred_at + make_interval(secs => $14::float8) end end, case when i.kind = $7::text then case when i.occurred_at > $5::timestamptz then i.occurred_at + make_interval(secs => $14::float8) end end, case when i.kind = $8::text then case when i.occurred_at > $5::timestamptz then i.occurred_at + make_interval(secs => $14::float8) end end, case when i.kind = $9::text then case when i.occurred_at > $5::timestamptz then i.occurred_at + make_interval(secs => $14::float8) end end)) as due
      from interaction i where i.occurred_at > $5::timestamptz and i.kind = any($11::text[]) and i.occurred_at <= $10::timestamptz group by 1),
t5 as (select customer_id as id, min(occurred_at) as at from interaction where occurred_at > $10::timestamptz and kind = any($11::text[]) group by 1),
t7 as (select subject as id, min(at) as at from metric_fact where at > $10::timestamptz and kind = any($12::text[]) group by 1),
t9 as (select where $1::timestamptz is null or $2::float8 is null or $3::float8 is null or $4::text is null or $5::timestamptz is null or $6::float8 is null or $7::text is null or $8::text is null or $9::text is null or $10::timestamptz is null or $11::text[] is null or $12::text[] is null or $13::text is null or $14::float8 is null or true is null)
select c.id, coalesce(((t2.at > $1::timestamptz and t2.value <= $3::float8) and not coalesce(((t4.n1 >= $6::float8) or (t4.n2 >= $6::float8) or (t4.n3 >= $6::float8) or (t4.n4 >= $6::float8)), false)), false),
  least(case when t2.at > $1::timestamptz then t2.at + make_interval(secs => $2::float8) end, t6.at, t8.at, t4.due)
from customer c
left join t1 t2 on t2.id = c.id
left join t3 t4 on t4.id = c.id
left join t5 t6 on t6.id = c.id
left join t7 t8 on t8.id = c.id
where c.deleted_at is null and c.merged_into is null
