-- Churn: 4 statements

-- 2 times
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
      coalesce(f.country, '') as g0,
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
  array[g0]::text[] as "group",
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
  g0,
  span
having
  count(*) > 0
limit
  300001;

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
  )
select
  array[]::text[] as "group",
  span,
  'BUYER' as kind,
  '' as unit,
  0 as bin,
  count(*) as n,
  count(*) filter (
    where
      bought >= 2
  ) as positive,
  0 as negative,
  sum(bought)::float8 as sum,
  sum(bought * bought)::float8 as squares,
  255 as slots
from
  (
    select
      p.*,
      s.span,
      b.bought
    from
      span s
      cross join lateral (
        select
          f.subject,
          count(*) as bought
        from
          metric_fact f
        where
          f.kind = 'PURCHASE'
          and f.at >= s.lo
          and f.at < s.hi
          and f.subject > 0
        group by
          f.subject
        offset
          0
      ) b
      join person p on p.subject = b.subject
  ) x
group by
  span
having
  count(*) > 0
limit
  300001;
