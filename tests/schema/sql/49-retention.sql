-- Retention: 2 statements

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
  cohort (cohort, lo, hi) as (
    select
      ordinality::int - 1,
      lo,
      hi
    from
      unnest($3::timestamptz[], $4::timestamptz[]) with ordinality as u (lo, hi, ordinality)
  ),
  began as (
    select
      f.subject as subject,
      min(f.at) as at
    from
      metric_fact f
    where
      f.kind = 'PURCHASE'
      and f.subject > 0
    group by
      f.subject
  ),
  member as materialized (
    select
      p.subject,
      c.cohort
    from
      cohort c
      join began b on b.at >= c.lo
      and b.at < c.hi
      join person p on p.subject = b.subject
    where
      b.at <= $6::timestamptz
  ),
  came as (
    select
      s.span,
      e.subject
    from
      span s
      cross join lateral (
        select
          f.subject as subject
        from
          metric_fact f
        where
          f.kind = 'PURCHASE'
          and f.subject > 0
          and f.at >= s.lo
          and f.at < s.hi
          and f.at <= $5::timestamptz
        group by
          f.subject
        offset
          0
      ) e
  )
select
  cohort,
  0 as after,
  count(*) as customers
from
  member
group by
  cohort
union all
select
  m.cohort,
  c.span - m.cohort,
  count(*)
from
  member m
  join came c on c.subject = m.subject
  and c.span > m.cohort
  and c.span <= m.cohort + $7::int
group by
  1,
  2;
