-- $1 = 9
-- $2 = "SUPPORT_CASE"
-- $3 = "2026-04-16T12:00:00.000Z"
-- $4 = 2
-- $5 = 5184000
-- $6 = 50
-- $7 = "2026-06-15T12:00:00.000Z"
-- $8 = ["SUPPORT_CASE"]
-- $9 = ["NPS","CSAT"]
-- $10 = "NPS"
-- $11 = "CSAT"
with t1 as  (select distinct on (f.subject) f.subject as id, f.value, f.at from metric_fact f
          where f.kind = $10::text and f.at <= $7::timestamptz order by f.subject, f.at desc, f.source_id desc, f.item desc),
t3 as  (select i.customer_id as id, count(*) as n1, min(case when i.kind = $2::text then case when i.occurred_at > $3::timestamptz then i.occurred_at + make_interval(secs => $5::float8) end end) as due
      from interaction i where i.kind = $2::text and i.occurred_at > $3::timestamptz and i.occurred_at <= $7::timestamptz group by 1),
t5 as  (select distinct on (f.subject) f.subject as id, f.value, f.at from metric_fact f
          where f.kind = $11::text and f.at > $3::timestamptz and f.at <= $7::timestamptz order by f.subject, f.at desc, f.source_id desc, f.item desc),
t8 as (select customer_id as id, min(occurred_at) as at from interaction where occurred_at > $7::timestamptz and kind = any($8::text[]) group by 1),
t10 as (select subject as id, min(at) as at from metric_fact where at > $7::timestamptz and kind = any($9::text[]) group by 1),
t12 as (select where $1::float8 is null or $2::text is null or $3::timestamptz is null or $4::float8 is null or $5::float8 is null or $6::float8 is null or $7::timestamptz is null or $8::text[] is null or $9::text[] is null or $10::text is null or $11::text is null or true is null)
select c.id, coalesce(((t2.value >= $1::float8) and ((t4.n1 >= $4::float8) or (t6.at > $3::timestamptz and t6.value <= $4::float8) or nullif(t7.health, '-infinity') < $6::float8)), false),
  least(case when t6.at > $3::timestamptz then t6.at + make_interval(secs => $5::float8) end, t9.at, t11.at, t4.due)
from customer c
left join t1 t2 on t2.id = c.id
left join t3 t4 on t4.id = c.id
left join t5 t6 on t6.id = c.id
left join customer_score t7 on t7.customer_id = c.id
left join t8 t9 on t9.id = c.id
left join t10 t11 on t11.id = c.id
where c.deleted_at is null and c.merged_into is null
