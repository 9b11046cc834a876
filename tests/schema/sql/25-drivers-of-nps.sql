-- DriversOfNps: 4 statements

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
    union all
    select
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
            when 1 then f.value
            when 2 then f.value
            when 3 then f.value
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
          ('CSAT', 0),
          ('SENTIMENT', 1),
          ('FIRST_RESPONSE', 2),
          ('RESOLUTION', 3)
      ) t (kind, term) on t.kind = f.kind
    where
      (
        f.at >= $3::timestamptz
        and f.at < $4::timestamptz
      )
      and (
        t.term = 0
        or t.term = 1
        or t.term = 2
        or t.term = 3
      )
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
  outcome as (
    select
      f.subject,
      avg(
        case
          when f.unit like '% low' then 1 - (f.value - (split_part(f.unit, '..', 1))::float8) / nullif(
            (split_part(split_part(f.unit, '..', 2), ' ', 1))::float8 - (split_part(f.unit, '..', 1))::float8,
            0
          )
          else (f.value - (split_part(f.unit, '..', 1))::float8) / nullif(
            (split_part(split_part(f.unit, '..', 2), ' ', 1))::float8 - (split_part(f.unit, '..', 1))::float8,
            0
          )
        end
      ) as y,
      array_agg(distinct f.source_id) as sources
    from
      metric_fact f
    where
      f.kind = $3::text
      and f.subject > 0
      and f.at >= $1::timestamptz
      and f.at < $2::timestamptz
    group by
      f.subject
  ),
  sample as (
    select
      *,
      count(*) over ()::int as population
    from
      outcome
    where
      y is not null
    order by
      hashint8extended (subject, 346),
      subject
    limit
      $5::int
  )
select
  s.population,
  s.y,
  d.x,
  d.shared
from
  sample s
  cross join lateral (
    select
      array[
        avg(
          case
            when f.unit like '% low' then 1 - (f.value - (split_part(f.unit, '..', 1))::float8) / nullif(
              (split_part(split_part(f.unit, '..', 2), ' ', 1))::float8 - (split_part(f.unit, '..', 1))::float8,
              0
            )
            else (f.value - (split_part(f.unit, '..', 1))::float8) / nullif(
              (split_part(split_part(f.unit, '..', 2), ' ', 1))::float8 - (split_part(f.unit, '..', 1))::float8,
              0
            )
          end
        ) filter (
          where
            f.kind = 'CSAT'
        ),
        avg(f.value) filter (
          where
            f.kind = 'SENTIMENT'
            and not f.source_id = any (s.sources)
        ),
        avg(- ln(1 + greatest(f.value, 0))) filter (
          where
            f.kind = 'FIRST_RESPONSE'
        ),
        avg(- ln(1 + greatest(f.value, 0))) filter (
          where
            f.kind = 'RESOLUTION'
        )
      ]::float8[] as x,
      array[
        coalesce(
          bool_or(
            f.kind = 'CSAT'
            and f.source_id = any (s.sources)
          ),
          false
        ),
        false,
        false,
        false
      ] as shared
    from
      metric_fact f
    where
      f.subject = s.subject
      and f.kind = any ($4::text[])
      and f.at >= $1::timestamptz
      and f.at < $2::timestamptz
  ) d
order by
  hashint8extended (s.subject, 346),
  s.subject;
