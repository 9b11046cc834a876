-- Sentiment: 8 statements

-- 2 times
select
  c.kind,
  c.signed,
  c.facts,
  c.hundredths,
  (
    extract(
      epoch
      from
        c.month
    ) * 1000
  )::float8 as month,
  case
    when w.first = w.last then w.first
  end as segment,
  case
    when w.first <> w.last
    or false then encode(c.at, 'base64')
  end as at,
  encode(c.amounts, 'base64') as amounts,
  encode(c.outcome, 'base64') as c_outcome,
  encode(c.subject, 'base64') as c_subject,
  encode(c.language, 'base64') as c_language
from
  metric_chunk c
  cross join lateral (
    select
      width_bucket(c.first_at, $1::timestamptz[]) as first,
      width_bucket(c.last_at, $1::timestamptz[]) as last
  ) w
where
  c.kind = any ($4::text[])
  and (
    c.last_at >= $2::timestamptz
    and c.first_at < $3::timestamptz
  )
order by
  c.signed;

select
  coalesce(json_agg(g0), '[]'::json) as g0,
  coalesce(json_agg(segment), '[]'::json) as segment,
  coalesce(json_agg(subject), '[]'::json) as subject,
  coalesce(json_agg(term), '[]'::json) as term,
  coalesce(json_agg(n), '[]'::json) as n,
  coalesce(json_agg(y), '[]'::json) as y
from
  (
    select
      coalesce(f.language, '') as g0,
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
          ('SENTIMENT', 0)
      ) t (kind, term) on t.kind = f.kind
    where
      (
        f.at >= $3::timestamptz
        and f.at < $4::timestamptz
      )
      and (t.term = 0)
    group by
      g0,
      segment,
      f.subject,
      t.term
  ) x;

-- 2 times
select
  'ready' as role,
  0 as place,
  '' as value,
  '' as ids,
  '' as since,
  '' as until
where
  (
    select
      value
    from
      setting
    where
      key = 'columns'
  ) = $2::jsonb
  and not exists (
    select
    from
      metric_chunk
    where
      kind = any ($1::text[])
      and not whole
  );

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
  code,
  name
from
  metric_code
where
  code = any ($1::int[]);
