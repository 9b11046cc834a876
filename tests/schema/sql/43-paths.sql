-- Paths: 4 statements

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
              t1.id as "@paths"
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

with
  run as materialized (
    select
      v.customer_id,
      v.run,
      min(v.started_at) as started_at,
      max(v.at) as ended_at
    from
      journey_visit v
    where
      v.journey_id = $1::bigint
      and v.started_at >= $2::timestamptz
      and v.started_at < $3::timestamptz
      and v.customer_id in (
        select
          f.subject
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
        where
          coalesce(f.country, '') = any ($4::text[])
      )
    group by
      v.customer_id,
      v.run
  ),
  touch as (
    select
      r.customer_id,
      r.run,
      i.occurred_at,
      i.id,
      coalesce(i.touchpoint, i.kind) as touchpoint,
      lag(coalesce(i.touchpoint, i.kind)) over (
        partition by
          r.customer_id,
          r.run
        order by
          i.occurred_at,
          i.id
      ) as before
    from
      run r
      join interaction i on i.customer_id = r.customer_id
      and i.occurred_at between r.started_at and r.ended_at
  ),
  step as (
    select
      *,
      row_number() over (
        partition by
          customer_id,
          run
        order by
          occurred_at,
          id
      ) as place
    from
      touch
    where
      before is distinct from touchpoint
  ),
  path as (
    select
      r.customer_id,
      coalesce(
        array_agg(
          t.touchpoint
          order by
            t.place
        ) filter (
          where
            t.place <= 10
        ),
        '{}'
      ) as touchpoints
    from
      run r
      left join step t on t.customer_id = r.customer_id
      and t.run = r.run
    group by
      r.customer_id,
      r.run
  )
select
  touchpoints,
  count(distinct customer_id)::int as customers,
  count(*)::int as runs,
  count(distinct customer_id)::float8 / (
    select
      count(distinct customer_id)
    from
      run
  ) as share
from
  path
group by
  touchpoints
order by
  customers desc,
  runs desc,
  touchpoints collate "C"
limit
  $5::int;
