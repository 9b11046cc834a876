-- SetAlerts: 15 statements

select
  array[]::text[] as "group",
  span,
  kind,
  unit,
  bin,
  sum(n)::int8 as n,
  sum(positive)::int8 as positive,
  sum(negative)::int8 as negative,
  sum(sum)::float8 as sum,
  sum(squares)::float8 as squares,
  bit_or(slots) as slots
from
  (
    select
      p.span,
      c.kind,
      c.unit,
      c.bin,
      sum(c.n) as n,
      sum(c.positive) as positive,
      sum(c.negative) as negative,
      sum(c.sum) as sum,
      sum(c.squares) as squares,
      ((sum(c.s0) > 0)::int << 0) | ((sum(c.s1) > 0)::int << 1) | ((sum(c.s2) > 0)::int << 2) | ((sum(c.s3) > 0)::int << 3) | ((sum(c.s4) > 0)::int << 4) | ((sum(c.s5) > 0)::int << 5) | ((sum(c.s6) > 0)::int << 6) | ((sum(c.s7) > 0)::int << 7) as slots
    from
      unnest($2::int[], $3::text[], $4::timestamptz[], $5::timestamptz[]) as p (span, grain, lo, hi)
      cross join lateral (
        select
          *
        from
          metric_rollup x
        where
          x.kind = any ($1::text[])
          and x.set = 0
          and x.grain = p.grain
          and x.at >= p.lo
          and x.at < p.hi
        offset
          0
      ) c
    group by
      1,
      2,
      3,
      4
  ) x
group by
  span,
  kind,
  unit,
  bin
having
  sum(n) > 0
limit
  300001;

select
  array[]::text[] as "group",
  span,
  kind,
  unit,
  bin,
  sum(n)::int8 as n,
  sum(positive)::int8 as positive,
  sum(negative)::int8 as negative,
  sum(sum)::float8 as sum,
  sum(squares)::float8 as squares,
  bit_or(slots) as slots
from
  (
    select
      p.span,
      c.kind,
      c.unit,
      c.bin,
      sum(c.n) as n,
      sum(c.positive) as positive,
      sum(c.negative) as negative,
      sum(c.sum) as sum,
      sum(c.squares) as squares,
      ((sum(c.s0) > 0)::int << 0) | ((sum(c.s1) > 0)::int << 1) | ((sum(c.s2) > 0)::int << 2) | ((sum(c.s3) > 0)::int << 3) | ((sum(c.s4) > 0)::int << 4) | ((sum(c.s5) > 0)::int << 5) | ((sum(c.s6) > 0)::int << 6) | ((sum(c.s7) > 0)::int << 7) as slots
    from
      unnest($3::int[], $4::text[], $5::timestamptz[], $6::timestamptz[]) as p (span, grain, lo, hi)
      cross join lateral (
        select
          *
        from
          metric_rollup x
        where
          x.kind = any ($1::text[])
          and x.set = 1
          and x.grain = p.grain
          and x.at >= p.lo
          and x.at < p.hi
        offset
          0
      ) c
    where
      c.k1 = any ($2::text[])
    group by
      1,
      2,
      3,
      4
  ) x
group by
  span,
  kind,
  unit,
  bin
having
  sum(n) > 0
limit
  300001;

select
  array[g0]::text[] as "group",
  span,
  kind,
  unit,
  bin,
  sum(n)::int8 as n,
  sum(positive)::int8 as positive,
  sum(negative)::int8 as negative,
  sum(sum)::float8 as sum,
  sum(squares)::float8 as squares,
  bit_or(slots) as slots
from
  (
    select
      c.k1 as g0,
      p.span,
      c.kind,
      c.unit,
      c.bin,
      sum(c.n) as n,
      sum(c.positive) as positive,
      sum(c.negative) as negative,
      sum(c.sum) as sum,
      sum(c.squares) as squares,
      ((sum(c.s0) > 0)::int << 0) | ((sum(c.s1) > 0)::int << 1) | ((sum(c.s2) > 0)::int << 2) | ((sum(c.s3) > 0)::int << 3) | ((sum(c.s4) > 0)::int << 4) | ((sum(c.s5) > 0)::int << 5) | ((sum(c.s6) > 0)::int << 6) | ((sum(c.s7) > 0)::int << 7) as slots
    from
      unnest($2::int[], $3::text[], $4::timestamptz[], $5::timestamptz[]) as p (span, grain, lo, hi)
      cross join lateral (
        select
          *
        from
          metric_rollup x
        where
          x.kind = any ($1::text[])
          and x.set = 1
          and x.grain = p.grain
          and x.at >= p.lo
          and x.at < p.hi
        offset
          0
      ) c
    group by
      1,
      2,
      3,
      4,
      5
  ) x
group by
  g0,
  span,
  kind,
  unit,
  bin
having
  sum(n) > 0
limit
  300001;

-- 4 times
select
  case
    when marked then refreshed
    else now()
  end as facts,
  case
    when marked
    or moved then refreshed
    else now()
  end as memberships
from
  (
    select
      exists (
        select
        from
          change_mark
      ) as marked,
      exists (
        select
        from
          customer_due
        where
          due_at <= now()
      )
      or exists (
        select
        from
          segment d
          left join segment_state s on s.segment_id = d.id
          and s.revision = d.revision
        where
          s.segment_id is null
      )
      or exists (
        select
        from
          journey d
          left join journey_state s on s.journey_id = d.id
          and s.revision = d.revision
        where
          s.journey_id is null
      ) as moved,
      coalesce(
        (
          select
            (value ->> 'asOf')::timestamptz
          from
            setting
          where
            key = 'refresh'
        ),
        'epoch'
      ) as refreshed
  ) as_of;

-- 2 times
select
  case
    when pg_column_size(data) <= $2::int then data
  end as data,
  pg_column_size(data) as bytes
from
  (
    select
      (
        select
          row_to_json(o)
        from
          (
            select
              t1."key" as "key"
          ) o
      ) as data
    from
      alert_rule t1
    where
      t1.id = $1::bigint
    limit
      1
    offset
      0
  ) answer;

select
  case
    when pg_column_size(data) <= $2::int then data
  end as data,
  pg_column_size(data) as bytes
from
  (
    select
      (
        select
          row_to_json(o)
        from
          (
            select
              t1."key" as "key",
              t1."by" as "by"
          ) o
      ) as data
    from
      alert_rule t1
    where
      t1.id = $1::bigint
    limit
      1
    offset
      0
  ) answer;

select
  case
    when pg_column_size(data) <= $2::int then data
  end as data,
  pg_column_size(data) as bytes
from
  (
    select
      (
        select
          row_to_json(o)
        from
          (
            select
              t1."key" as "key",
              t1."level" as "level"
          ) o
      ) as data
    from
      alert_rule t1
    where
      t1.id = $1::bigint
    limit
      1
    offset
      0
  ) answer;

-- 4 times
select
  exists (
    select
    from
      alert_rule
    where
      evaluated_at is null
  )
  or exists (
    select
    from
      alert_rule
  )
  and not exists (
    select
    from
      setting done
    where
      done.key = 'alerts'
      and (done.value ->> 'at')::timestamptz > now() - interval '1 hour'
      and done.value ->> 'refreshed' is not distinct from (
        select
          value ->> 'asOf'
        from
          setting
        where
          key = 'refresh'
      )
  ) as due;

-- OpenAlerts: 1 statement

select
  case
    when pg_column_size(data) <= $2::int then data
  end as data,
  pg_column_size(data) as bytes
from
  (
    select
      coalesce(
        json_agg(
          (
            select
              row_to_json(o)
            from
              (
                select
                  to_char(t1."opened_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "openedAt",
                  t1."message" as "message",
                  t1."by" as "@by",
                  (
                    select
                      (
                        select
                          row_to_json(o)
                        from
                          (
                            select
                              t2."key" as "key",
                              t2."name" as "name",
                              t2."every" as "every"
                          ) o
                      )
                    from
                      alert_rule t2
                    where
                      t2.id = t1.rule_id
                    limit
                      1
                  ) as "@rule",
                  case
                    when t1.value ? 'metric' then '{"definedByOutcome":false,"missing":[]}'::jsonb || t1.value
                  end as "@value"
              ) o
          )
          order by
            t1.id desc
        ),
        '[]'::json
      ) as data
    from
      alert t1
    where
      t1.id in (
        select
          a.id
        from
          alert a
        where
          true
          and a.closed_at is null
        order by
          a.id desc
        limit
          $1::bigint
      )
    offset
      0
  ) answer;
