-- TouchpointsByStage: 13 statements

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
    or true then encode(c.at, 'base64')
  end as at,
  encode(c.amounts, 'base64') as amounts,
  encode(c.outcome, 'base64') as c_outcome,
  encode(c.subject, 'base64') as c_subject,
  encode(c.touchpoint, 'base64') as c_touchpoint,
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
  coalesce(json_agg(g1), '[]'::json) as g1,
  coalesce(json_agg(g2), '[]'::json) as g2,
  coalesce(json_agg(segment), '[]'::json) as segment,
  coalesce(json_agg(subject), '[]'::json) as subject,
  coalesce(json_agg(term), '[]'::json) as term,
  coalesce(json_agg(n), '[]'::json) as n,
  coalesce(json_agg(y), '[]'::json) as y
from
  (
    select
      of_visit.journey_id || '/' || of_visit.stage as g0,
      coalesce(f.touchpoint, '') as g1,
      coalesce(f.channel, '') as g2,
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
          kind = any ($4::text[])
      ) f
      join (
        values
          ('CSAT', 0)
      ) t (kind, term) on t.kind = f.kind
      join journey_visit of_visit on of_visit.customer_id = f.subject
      and of_visit.at <= f.at
      and f.at < of_visit.until
      join journey of_journey on of_journey.id = of_visit.journey_id
      and not exists (
        select
        from
          journey_state w
        where
          w.journey_id = of_journey.id
          and w.revision <> of_journey.revision
      )
      and of_journey.key = $5::text
    where
      (
        f.at >= $6::timestamptz
        and f.at < $7::timestamptz
      )
      and (
        t.term = 0
        and coalesce(f.touchpoint, '') = any ($2::text[])
        and exists (
          select
          from
            journey_visit v
          where
            v.customer_id = f.subject
            and v.at <= f.at
            and f.at < v.until
            and v.journey_id = (
              select
                j.id
              from
                journey j
              where
                j.key = $3::text
                and not exists (
                  select
                  from
                    journey_state w
                  where
                    w.journey_id = j.id
                    and w.revision <> j.revision
                )
            )
        )
      )
    group by
      g0,
      g1,
      g2,
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
  ) = $4::jsonb
  and not exists (
    select
    from
      metric_chunk
    where
      kind = any ($3::text[])
      and not whole
  )
union all
select
  'filter',
  0,
  '',
  coalesce(encode(string_agg(int4send (least(id, 2147483647)::int), ''), 'base64'), ''),
  coalesce(encode(string_agg(''::bytea, ''), 'base64'), ''),
  coalesce(encode(string_agg(''::bytea, ''), 'base64'), '')
from
  (
    select
      code as id
    from
      metric_code
    where
      name = any ($1::text[])
    union all
    select
      0
    from
      unnest($1::text[]) n
    where
      n = ''
  ) x
union all
select
  'filter',
  1,
  '',
  coalesce(encode(string_agg(int4send (least(id, 2147483647)::int), ''), 'base64'), ''),
  coalesce(
    encode(
      string_agg(
        float8send (
          (
            extract(
              epoch
              from
                since
            ) * 1000
          )::float8
        ),
        ''
      ),
      'base64'
    ),
    ''
  ),
  coalesce(
    encode(
      string_agg(
        float8send (
          (
            extract(
              epoch
              from
                until
            ) * 1000
          )::float8
        ),
        ''
      ),
      'base64'
    ),
    ''
  )
from
  (
    select
      v.customer_id as id,
      v.at as since,
      v.until
    from
      journey_visit v
    where
      v.journey_id = (
        select
          j.id
        from
          journey j
        where
          j.key = $2::text
          and not exists (
            select
            from
              journey_state w
            where
              w.journey_id = j.id
              and w.revision <> j.revision
          )
      )
  ) x
union all
select
  'step',
  0,
  value,
  coalesce(encode(string_agg(int4send (least(id, 2147483647)::int), ''), 'base64'), ''),
  coalesce(
    encode(
      string_agg(
        float8send (
          (
            extract(
              epoch
              from
                since
            ) * 1000
          )::float8
        ),
        ''
      ),
      'base64'
    ),
    ''
  ),
  coalesce(
    encode(
      string_agg(
        float8send (
          (
            extract(
              epoch
              from
                until
            ) * 1000
          )::float8
        ),
        ''
      ),
      'base64'
    ),
    ''
  )
from
  (
    select
      v.journey_id || '/' || v.stage as value,
      v.customer_id as id,
      v.at as since,
      v.until
    from
      journey_visit v
      join journey j on j.id = v.journey_id
      and not exists (
        select
        from
          journey_state w
        where
          w.journey_id = j.id
          and w.revision <> j.revision
      )
    where
      j.key = $5::text
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
  'journey' as of,
  t.id || '/' || (n - 1) as id,
  t.name || ': ' || (stage ->> 'name') as name,
  t.key || '/' || (stage ->> 'key') as key
from
  journey t
  cross join jsonb_array_elements(t.stages) with ordinality as e (stage, n)
where
  t.id = any ($1::bigint[]);

select
  'where.journey' as field,
  k as name,
  'journey' as table,
  null as others
from
  unnest($1::text[]) k
where
  not exists (
    select
    from
      journey
    where
      key = k
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
  code,
  name
from
  metric_code
where
  code = any ($1::int[]);

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
  v.stage,
  coalesce(i.touchpoint, i.kind) as touchpoint,
  i.touchpoint is not null as named,
  i.channel,
  count(*)::int as interactions,
  count(distinct i.customer_id)::int as customers,
  avg(i.sentiment)::float8 as sentiment,
  (
    count(distinct i.customer_id) filter (
      where
        i.sentiment is not null
    )
  )::int as scored
from
  interaction i
  join journey_visit v on v.customer_id = i.customer_id
  and v.journey_id = $1::bigint
  and v.at <= i.occurred_at
  and i.occurred_at < v.until
where
  i.occurred_at >= $2::timestamptz
  and i.occurred_at < $3::timestamptz
  and i.occurred_at <= $4::timestamptz
  and true
group by
  1,
  2,
  3,
  4
order by
  interactions desc,
  v.stage,
  touchpoint,
  named,
  i.channel
limit
  $5::int;

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
