-- NpsOfSegments: 9 statements

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
  encode(c.subject, 'base64') as c_subject
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
      of_segment.id::text as g0,
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
      join segment_member of_member on of_member.customer_id = f.subject
      join segment of_segment on of_segment.id = of_member.segment_id
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
      )
      and (t.term = 0)
    group by
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
  )
union all
select
  'step',
  0,
  value,
  coalesce(encode(string_agg(int4send (least(id, 2147483647)::int), ''), 'base64'), ''),
  coalesce(encode(string_agg(''::bytea, ''), 'base64'), ''),
  coalesce(encode(string_agg(''::bytea, ''), 'base64'), '')
from
  (
    select
      m.segment_id::text as value,
      m.customer_id as id
    from
      segment_member m
      join segment s on s.id = m.segment_id
    limit
      20000001
  ) x
group by
  value;

with recursive
  stage as (
    select
      j.id || '/' || (n - 1) as id,
      j.key || '/' || (e.stage ->> 'key') as key,
      jsonb_build_array(
        e.stage -> 'rule',
        (
          select
            jsonb_agg(o.stage -> 'rule')
          from
            jsonb_array_elements(j.stages) with ordinality as o (stage, place)
          where
            case j.mode
              when 'ANY_ORDER' then o.place <> n
              else o.place = n + 1
            end
        )
      ) as rules
    from
      journey j
      cross join jsonb_array_elements(j.stages) with ordinality as e (stage, n)
  ),
  reach (id, key, part, rule) as (
    select
      s.id,
      s.key,
      's' || s.id,
      s.rule
    from
      segment s
    where
      $2
      or s.key = any ($3::text[])
    union
    select
      r.id,
      r.key,
      t.part,
      t.rule
    from
      reach r
      cross join lateral (
        select
          's' || t.id as part,
          t.rule
        from
          jsonb_path_query(r.rule, '$.**.segment') k
          join segment t on t.key = k #>> '{}'
        union all
        select
          'j' || t.id,
          t.rules
        from
          jsonb_path_query(r.rule, '$.**.stage') k
          join stage t on t.key = (k ->> 'journey') || '/' || (k ->> 'stage')
      ) t
  )
select
  'segment' as of,
  r.id::text as id,
  r.key,
  array_agg(distinct x.kind) as kinds
from
  reach r
  cross join lateral (
    select
      m #>> '{}' as kind
    from
      jsonb_path_query(r.rule, '$.**.answer.measure') m
    union
    select
      unnest($1::text[])
    where
      jsonb_path_exists(r.rule, '$.** ? (@.field == "HEALTH")')
  ) x
group by
  r.id,
  r.key
union all
select
  'stage',
  t.id,
  t.key,
  array_agg(distinct x.kind)
from
  stage t
  cross join lateral (
    select
      m #>> '{}' as kind
    from
      jsonb_path_query(t.rules, '$.**.answer.measure') m
    union
    select
      unnest($1::text[])
    where
      jsonb_path_exists(t.rules, '$.** ? (@.field == "HEALTH")')
  ) x
where
  $4
  or t.key = any ($5::text[])
group by
  t.id,
  t.key;

select
  'segment' as of,
  t.id::text as id,
  t.name,
  t.key as key
from
  segment t
where
  t.id = any ($1::bigint[]);

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
