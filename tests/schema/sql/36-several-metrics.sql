-- SeveralMetrics: 10 statements

-- 4 times
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
  coalesce(json_agg(segment), '[]'::json) as segment,
  coalesce(json_agg(subject), '[]'::json) as subject,
  coalesce(json_agg(term), '[]'::json) as term,
  coalesce(json_agg(n), '[]'::json) as n,
  coalesce(json_agg(y), '[]'::json) as y
from
  (
    select
      width_bucket(f.at, $1::timestamptz[]) as segment,
      f.subject,
      t.term,
      count(*) as n,
      sum(
        (
          case t.term
            when 0 then (f.sign = 1)::int
          end
        )::float8
      ) as y
    from
      (
        select
          *
        from
          metric_fact
        where
          kind = any ($2::text[])
      ) f
      join (
        values
          ('CES', 0)
      ) t (kind, term) on t.kind = f.kind
    where
      (
        f.at >= $3::timestamptz
        and f.at < $4::timestamptz
        or f.at >= $5::timestamptz
        and f.at < $6::timestamptz
      )
      and (t.term = 0)
    group by
      segment,
      f.subject,
      t.term
  ) x;

select
  coalesce(json_agg(segment), '[]'::json) as segment,
  coalesce(json_agg(subject), '[]'::json) as subject,
  coalesce(json_agg(term), '[]'::json) as term,
  coalesce(json_agg(n), '[]'::json) as n,
  coalesce(json_agg(y), '[]'::json) as y
from
  (
    select
      width_bucket(f.at, $1::timestamptz[]) as segment,
      f.subject,
      t.term,
      count(*) as n,
      sum(
        (
          case t.term
            when 0 then (f.sign = 1)::int
          end
        )::float8
      ) as y
    from
      (
        select
          *
        from
          metric_fact
        where
          kind = any ($2::text[])
      ) f
      join (
        values
          ('CSAT', 0)
      ) t (kind, term) on t.kind = f.kind
    where
      (
        f.at >= $3::timestamptz
        and f.at < $4::timestamptz
        or f.at >= $5::timestamptz
        and f.at < $6::timestamptz
      )
      and (t.term = 0)
    group by
      segment,
      f.subject,
      t.term
  ) x;

select
  coalesce(json_agg(segment), '[]'::json) as segment,
  coalesce(json_agg(subject), '[]'::json) as subject,
  coalesce(json_agg(term), '[]'::json) as term,
  coalesce(json_agg(n), '[]'::json) as n,
  coalesce(json_agg(y), '[]'::json) as y
from
  (
    select
      width_bucket(f.at, $1::timestamptz[]) as segment,
      f.subject,
      t.term,
      count(*) as n,
      sum(
        (
          case t.term
            when 0 then f.sign
          end
        )::float8
      ) as y
    from
      (
        select
          *
        from
          metric_fact
        where
          kind = any ($2::text[])
      ) f
      join (
        values
          ('NPS', 0)
      ) t (kind, term) on t.kind = f.kind
    where
      (
        f.at >= $3::timestamptz
        and f.at < $4::timestamptz
        or f.at >= $5::timestamptz
        and f.at < $6::timestamptz
      )
      and (t.term = 0)
    group by
      segment,
      f.subject,
      t.term
  ) x;

select
  coalesce(json_agg(segment), '[]'::json) as segment,
  coalesce(json_agg(subject), '[]'::json) as subject,
  coalesce(json_agg(term), '[]'::json) as term,
  coalesce(json_agg(n), '[]'::json) as n,
  coalesce(json_agg(y), '[]'::json) as y
from
  (
    select
      width_bucket(f.at, $1::timestamptz[]) as segment,
      f.subject,
      t.term,
      count(*) as n,
      sum(
        (
          case t.term
            when 0 then f.value
          end
        )::float8
      ) as y
    from
      (
        select
          *
        from
          metric_fact
        where
          kind = any ($2::text[])
      ) f
      join (
        values
          ('FIRST_RESPONSE', 0)
      ) t (kind, term) on t.kind = f.kind
    where
      (
        f.at >= $3::timestamptz
        and f.at < $4::timestamptz
        or f.at >= $5::timestamptz
        and f.at < $6::timestamptz
      )
      and (t.term = 0)
    group by
      segment,
      f.subject,
      t.term
  ) x;

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

with
  span (span, lo, hi) as (
    select
      ordinality::int - 1,
      lo,
      hi
    from
      unnest($1::timestamptz[], $2::timestamptz[]) with ordinality as u (lo, hi, ordinality)
  ),
  person as (
    select
      f.subject,
      f.created_at
    from
      (
        select
          id as subject,
          country,
          lifecycle_stage,
          language,
          account_id,
          created_at
        from
          customer
        where
          merged_into is null
      ) f
  ),
  stay as materialized (
    select
      subject,
      min(at) as lo,
      max(at) + interval '8760 hours' as hi,
      min(min(at)) over (
        partition by
          subject
      ) as first_at
    from
      (
        select
          subject,
          at,
          count(*) filter (
            where
              opens
          ) over (
            partition by
              subject
            order by
              at,
              source_id
          ) as stay
        from
          (
            select
              f.subject,
              f.at,
              f.source_id,
              coalesce(f.at - lag(f.at) over w > interval '8760 hours', true) as opens
            from
              metric_fact f
            where
              f.kind = 'PURCHASE'
              and f.subject > 0
            window
              w as (
                partition by
                  f.subject
                order by
                  f.at,
                  f.source_id
              )
          ) x
      ) x
    group by
      subject,
      stay
  )
select
  array[]::text[] as "group",
  span,
  'ACTIVE_AT_START' as kind,
  '' as unit,
  0 as bin,
  count(*) as n,
  count(*) filter (
    where
      at_end
  ) as positive,
  count(*) filter (
    where
      not at_end
  ) as negative,
  0::float8 as sum,
  0::float8 as squares,
  255 as slots
from
  (
    select
      p.*,
      s.span,
      e.subject is not null as at_end
    from
      span s
      join stay i on i.lo < s.lo
      and s.lo <= i.hi
      left join stay e on e.subject = i.subject
      and e.lo < s.hi
      and s.hi <= e.hi
      join person p on p.subject = i.subject
  ) x
group by
  span
having
  count(*) > 0
limit
  300001;
