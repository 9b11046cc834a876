-- WaitingTimes: 6 statements

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
    union all
    select
      coalesce(f.channel, '') as g0,
      p.span,
      f.kind,
      f.unit,
      f.bin,
      count(*) as n,
      count(*) filter (
        where
          f.sign = 1
      ) as positive,
      count(*) filter (
        where
          f.sign = -1
      ) as negative,
      sum(f.value::numeric) as sum,
      sum(f.value::numeric * f.value::numeric) as squares,
      bit_or(1 << (abs(f.subject) % 8)::int) as slots
    from
      unnest($6::int[], $7::text[], $8::timestamptz[], $9::timestamptz[]) as p (span, grain, lo, hi)
      cross join lateral (
        select
          *
        from
          metric_fact x
        where
          x.kind = any ($1::text[])
          and true
          and x.at >= p.lo
          and x.at < p.hi
        offset
          0
      ) f
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
  encode(c.channel, 'base64') as c_channel
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
      coalesce(f.channel, '') as g0,
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
      )
      and (t.term = 0)
    group by
      g0,
      segment,
      f.subject,
      t.term
  ) x;

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

select
  code,
  name
from
  metric_code
where
  code = any ($1::int[]);
