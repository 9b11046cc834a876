-- $1 = "2026-05-16T12:00:00.000Z"
-- $2 = 2592000
with t1 as (select where $1::timestamptz is null or $2::float8 is null or true is null)
select c.id, coalesce(c.created_at > $1::timestamptz, false),
  least(case when c.created_at > $1::timestamptz then c.created_at + make_interval(secs => $2::float8) end)
from customer c
where c.deleted_at is null and c.merged_into is null
