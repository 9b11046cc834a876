-- $1 = 9
-- $2 = "SUPPORT_CASE"
-- $3 = "2026-04-16T12:00:00.000Z"
-- $4 = 2
-- $5 = 5184000
-- $6 = 50
-- $7 = "2025-12-17T12:00:00.000Z"
-- $8 = 15552000
-- $9 = 6
-- $10 = "2026-03-17T12:00:00.000Z"
-- $11 = 1
-- $12 = "CALL"
-- $13 = "EMAIL"
-- $14 = "CHAT"
-- $15 = "2026-05-16T12:00:00.000Z"
-- $16 = 2592000
-- $17 = 10000
-- $18 = "PURCHASE"
-- $19 = 10000
-- $20 = "2026-06-15T12:00:00.000Z"
-- $21 = ["CUSTOMER","ADVOCATE","FORMER_CUSTOMER"]
-- $22 = "REFERRAL"
-- $23 = "ADVOCATE"
-- $24 = 3
-- $25 = "plan"
-- $26 = ["enterprise"]
-- $27 = "default"
-- $28 = "onboarding"
-- $29 = "2026-06-01T12:00:00.000Z"
-- $30 = 1209600
-- $31 = "CES"
-- $32 = 5
-- $33 = 100
-- $34 = "CAMPAIGN_RESPONSE"
-- $35 = ["SUPPORT_CASE","CALL","EMAIL","CHAT","PURCHASE","REFERRAL","CAMPAIGN_RESPONSE"]
-- $36 = ["NPS","CSAT","CES"]
-- $37 = "NPS"
-- $38 = ["SUPPORT_CASE","CALL","EMAIL","CHAT","PURCHASE","REFERRAL"]
-- $39 = 7776000
-- $40 = "CSAT"
-- $41 = ["CES"]
-- $42 = ["CAMPAIGN_RESPONSE","PURCHASE"]
with t1 as  (select distinct on (f.subject) f.subject as id, f.value, f.at from metric_fact f
          where f.kind = $37::text and f.at <= $20::timestamptz order by f.subject, f.at desc, f.source_id desc, f.item desc),
t3 as  (select i.customer_id as id, count(*) filter (where i.kind = $2::text and i.occurred_at > $3::timestamptz) as n1, count(*) filter (where i.kind = $2::text and i.occurred_at > $10::timestamptz) as n2, count(*) filter (where i.kind = $12::text and i.occurred_at > $10::timestamptz) as n3, count(*) filter (where i.kind = $13::text and i.occurred_at > $10::timestamptz) as n4, count(*) filter (where i.kind = $14::text and i.occurred_at > $10::timestamptz) as n5, sum(i.amount::numeric) filter (where i.kind = $18::text) as n6, count(*) filter (where i.kind = $2::text and coalesce(i.resolved_at > $20::timestamptz, true)) as n7, count(*) filter (where i.kind = $18::text) as n8, count(*) filter (where i.kind = $22::text) as n9, min(least(case when i.kind = $2::text then case when i.occurred_at > $3::timestamptz then i.occurred_at + make_interval(secs => $5::float8) when i.occurred_at > $10::timestamptz then i.occurred_at + make_interval(secs => $39::float8) end end, case when i.kind = $12::text then case when i.occurred_at > $10::timestamptz then i.occurred_at + make_interval(secs => $39::float8) end end, case when i.kind = $13::text then case when i.occurred_at > $10::timestamptz then i.occurred_at + make_interval(secs => $39::float8) end end, case when i.kind = $14::text then case when i.occurred_at > $10::timestamptz then i.occurred_at + make_interval(secs => $39::float8) end end, case when i.kind = $2::text and i.resolved_at > $20::timestamptz then i.resolved_at end)) as due
      from interaction i where i.kind = any($38::text[]) and i.occurred_at <= $20::timestamptz group by 1),
t5 as  (select distinct on (f.subject) f.subject as id, f.value, f.at from metric_fact f
          where f.kind = $40::text and f.at > $3::timestamptz and f.at <= $20::timestamptz order by f.subject, f.at desc, f.source_id desc, f.item desc),
t10 as  (select f.subject as id, count(*) filter (where f.kind = $31::text and f.at > $10::timestamptz and f.value >= $9::float8) as n1, count(*) filter (where f.kind = $31::text and f.at > $10::timestamptz) as n2, sum(f.value::numeric) filter (where f.kind = $31::text and f.at > $10::timestamptz) as n3, min(least(case when f.kind = $31::text and f.at > $10::timestamptz then f.at + make_interval(secs => $39::float8) end)) as due from metric_fact f where f.kind = any($41::text[]) and f.at > $10::timestamptz and f.at <= $20::timestamptz group by 1),
t12 as  (select i.id, count(*) filter (where (f2 and (coalesce(a1_1, 0) >= $33::numeric))) as n1 from (select i.*, sum(i.amount::numeric) filter (where f1) over (partition by i.id order by i.at range between interval '1 microsecond' following and make_interval(secs => $16::float8) following) as a1_1 from (select i.customer_id as id, i.occurred_at as at, i.amount, coalesce(i.kind = $18::text, false) as f1, coalesce(i.kind = $34::text, false) as f2
      from interaction i where i.kind = any($42::text[]) and i.occurred_at <= $20::timestamptz and i.customer_id is not null) i) i group by 1),
t14 as (select customer_id as id, min(occurred_at) as at from interaction where occurred_at > $20::timestamptz and kind = any($35::text[]) group by 1),
t16 as (select subject as id, min(at) as at from metric_fact where at > $20::timestamptz and kind = any($36::text[]) group by 1),
t18 as (select where $1::float8 is null or $2::text is null or $3::timestamptz is null or $4::float8 is null or $5::float8 is null or $6::float8 is null or $7::timestamptz is null or $8::float8 is null or $9::float8 is null or $10::timestamptz is null or $11::float8 is null or $12::text is null or $13::text is null or $14::text is null or $15::timestamptz is null or $16::float8 is null or $17::float8 is null or $18::text is null or $19::numeric is null or $20::timestamptz is null or $21::text[] is null or $22::text is null or $23::text is null or $24::float8 is null or $25::text is null or $26::text[] is null or $27::text is null or $28::text is null or $29::timestamptz is null or $30::float8 is null or $31::text is null or $32::numeric is null or $33::numeric is null or $34::text is null or $35::text[] is null or $36::text[] is null or $37::text is null or $38::text[] is null or $39::float8 is null or $40::text is null or $41::text[] is null or $42::text[] is null or true is null)
select c.id, coalesce(((t2.value >= $1::float8) and ((t4.n1 >= $4::float8) or (t6.at > $3::timestamptz and t6.value <= $4::float8) or nullif(t7.health, '-infinity') < $6::float8)), false),
  coalesce(((t2.at > $7::timestamptz and t2.value <= $9::float8) and not coalesce(((t4.n2 >= $11::float8) or (t4.n3 >= $11::float8) or (t4.n4 >= $11::float8) or (t4.n5 >= $11::float8)), false)), false),
  coalesce(c.created_at > $15::timestamptz, false),
  coalesce(((nullif(t7.lifetime_value, '-infinity') >= $17::float8 or (t4.n6 >= $19::numeric)) and (t4.n7 >= $11::float8)), false),
  coalesce(((c.lifecycle_stage = any($21::text[]) or (t4.n8 >= $11::float8)) and not coalesce(nullif(t8.last_interaction_at, '-infinity') > $7::timestamptz, false)), false),
  coalesce(((t2.value >= $1::float8) and ((t4.n9 >= $11::float8) or c.lifecycle_stage = $23::text or (t4.n8 >= $24::float8))), false),
  coalesce(case when jsonb_typeof((c.traits -> $25::text -> 'value')) = 'array'
    then exists (select from jsonb_array_elements((c.traits -> $25::text -> 'value')) one where ((case when jsonb_typeof(one) not in ('array', 'object') then one #>> '{}' end) = any($26::text[]))) else ((case when jsonb_typeof((c.traits -> $25::text -> 'value')) not in ('array', 'object') then (c.traits -> $25::text -> 'value') #>> '{}' end) = any($26::text[])) end, false),
  coalesce((t9.stage = (select e.place - 1 from journey j, jsonb_array_elements(j.stages) with ordinality e(stage, place)
    where j.key = $27::text and e.stage ->> 'key' = $28::text) and t9.at <= $29::timestamptz), false),
  coalesce((t11.n1 > 0 and t11.n3 < $32::numeric * t11.n2), false),
  coalesce((t13.n1 >= $11::float8), false),
  least(case when t6.at > $3::timestamptz then t6.at + make_interval(secs => $5::float8) end, case when t2.at > $7::timestamptz then t2.at + make_interval(secs => $8::float8) end, case when c.created_at > $15::timestamptz then c.created_at + make_interval(secs => $16::float8) end, case when nullif(t8.last_interaction_at, '-infinity') > $7::timestamptz then nullif(t8.last_interaction_at, '-infinity') + make_interval(secs => $8::float8) end, case when t9.stage = (select e.place - 1 from journey j, jsonb_array_elements(j.stages) with ordinality e(stage, place)
    where j.key = $27::text and e.stage ->> 'key' = $28::text) and t9.at > $29::timestamptz then t9.at + make_interval(secs => $30::float8) end, t15.at, t17.at, t4.due, t11.due)
from customer c
left join t1 t2 on t2.id = c.id
left join t3 t4 on t4.id = c.id
left join t5 t6 on t6.id = c.id
left join customer_score t7 on t7.customer_id = c.id
left join customer_activity t8 on t8.customer_id = c.id
left join journey_visit t9 on t9.journey_id = (select id from journey where key = $27::text) and t9.customer_id = c.id and t9.until = 'infinity'
left join t10 t11 on t11.id = c.id
left join t12 t13 on t13.id = c.id
left join t14 t15 on t15.id = c.id
left join t16 t17 on t17.id = c.id
where c.deleted_at is null and c.merged_into is null
