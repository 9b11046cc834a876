-- JourneyMap: 6 statements

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
              t1."name" as "name",
              t1.id as "@map"
          ) o
      ) as data
    from
      journey t1
    where
      t1.key = $1::text
    limit
      1
    offset
      0
  ) answer;

select
  f."from",
  f."to",
  count(*)::int as runs,
  percentile_cont(0.5) within group (
    order by
      f.seconds
  ) as median,
  (
    count(distinct x.customer_id) filter (
      where
        f.seconds is not null
    )
  )::int as timed
from
  (
    select
      v.customer_id,
      v.stage,
      v.seconds_from_previous as seconds,
      lag(v.stage) over run as before,
      lead(v.stage) over run as next
    from
      journey_visit v
    where
      v.journey_id = $1::bigint
      and v.started_at >= $2::timestamptz
      and v.started_at < $3::timestamptz
      and true
    window
      run as (
        partition by
          v.customer_id,
          v.run
        order by
          v.at,
          v.stage
      )
  ) x
  cross join lateral (
    values
      (x.before, x.stage, x.seconds),
      (x.stage, null, null)
  ) f ("from", "to", seconds)
where
  f."to" is not null
  or x.next is null
group by
  1,
  2
order by
  1 nulls first,
  2 nulls last;

select
  j.id,
  j.key,
  j."window",
  j.stages,
  not exists (
    select
    from
      journey_state w
    where
      w.journey_id = j.id
      and w.revision <> j.revision
  ) as "isWalked"
from
  journey j
where
  j.id = $1;

select
  p.span::int - 1 as span,
  v.stage,
  count(*)::int as reached,
  (
    count(*) filter (
      where
        v.with_previous
    )
  )::int as "withPrevious",
  (
    count(*) filter (
      where
        v.with_first
    )
  )::int as "withFirst",
  percentile_cont(0.5) within group (
    order by
      v.seconds_from_previous
  ) as median,
  (
    count(distinct v.customer_id) filter (
      where
        v.seconds_from_previous is not null
    )
  )::int as timed,
  (
    count(*) filter (
      where
        v.seconds_from_previous is null
    )
  )::int as entered,
  count(distinct v.customer_id)::int as customers
from
  unnest($1::timestamptz[], $2::timestamptz[]) with ordinality as p (lo, hi, span)
  join journey_visit v on v.started_at >= p.lo
  and v.started_at < p.hi
where
  v.journey_id = $3::bigint
  and true
group by
  grouping sets ((p.span, v.stage), (p.span));

select
  x.span,
  x.stage,
  (
    case
      when greatest(
        0,
        extract(
          epoch
          from
            coalesce(next.at, x.watched) - x.at
        )
      ) < 172800 then floor(
        greatest(
          0,
          extract(
            epoch
            from
              coalesce(next.at, x.watched) - x.at
          )
        ) / 3600
      )
      else 46 + floor(
        greatest(
          0,
          extract(
            epoch
            from
              coalesce(next.at, x.watched) - x.at
          )
        ) / 86400
      )
    end
  )::int as bin,
  (count(next.at))::int as came,
  (count(*) - count(next.at))::int as censored
from
  (
    select
      p.span::int - 1 as span,
      v.stage + 1 as stage,
      v.journey_id,
      v.customer_id,
      v.run,
      v.at,
      least($1::timestamptz, v.started_at + $2::float8 * interval '1 millisecond') as watched
    from
      unnest($3::timestamptz[], $4::timestamptz[]) with ordinality as p (lo, hi, span)
      join journey_visit v on v.started_at >= p.lo
      and v.started_at < p.hi
    where
      v.journey_id = $5::bigint
      and v.stage < $6::int
      and true
  ) x
  left join journey_visit next on next.journey_id = x.journey_id
  and next.customer_id = x.customer_id
  and next.run = x.run
  and next.stage = x.stage
group by
  1,
  2,
  3
order by
  3;
