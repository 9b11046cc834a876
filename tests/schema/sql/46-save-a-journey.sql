-- SaveJourney: 12 statements

with
  wanted as materialized (
    select
      c.id
    from
      customer c
    where
      c.id = any ($16::bigint[])
      and c.deleted_at is null
      and c.merged_into is null
  )
select
  coalesce(json_agg(customer), '[]'::json) as customer,
  coalesce(json_agg(signal), '[]'::json) as signal,
  coalesce(json_agg(at), '[]'::json) as at,
  coalesce(json_agg(source), '[]'::json) as source,
  coalesce(json_agg(value), '[]'::json) as value
from
  (
    select
      customer,
      signal,
      (
        extract(
          epoch
          from
            at
        ) * 1000000
      )::bigint as at,
      source,
      value
    from
      (
        select
          i.customer_id as customer,
          v.signal,
          m.at,
          i.id as source,
          null::float8 as value,
          0::bigint as item
        from
          wanted w
          cross join lateral (
            select
              *
            from
              interaction i
            where
              i.customer_id = w.id
              and i.kind = any ($13::text[])
            offset
              0
          ) i
          join (
            values
              ($4::text, 0, $1::text, $2::text, $3::text),
              ($8::text, 1, $5::text, $6::text, $7::text),
              ($12::text, 2, $9::text, $10::text, $11::text)
          ) v (kind, signal, channel, touchpoint, moment) on v.kind = i.kind
          and (
            v.channel is null
            or v.channel = i.channel
          )
          and (
            v.touchpoint is null
            or v.touchpoint = i.touchpoint
          )
          cross join lateral (
            select
              case v.moment
                when 'OCCURRED' then i.occurred_at
                when 'ANSWERED' then i.first_response_at
                else i.resolved_at
              end as at
          ) m
        where
          m.at is not null
        union all
        select
          f.subject as customer,
          v.signal,
          f.at,
          f.source_id as source,
          f.value,
          f.item
        from
          wanted w
          cross join lateral (
            select
              *
            from
              metric_fact f
            where
              f.subject = w.id
              and f.kind = any ($15::text[])
            offset
              0
          ) f
          join (
            values
              ($14::text, 3)
          ) v (kind, signal) on v.kind = f.kind
      ) o
    order by
      o.customer,
      o.at,
      o.source,
      o.item
  ) o;

-- 2 times
select
  id
from
  customer
where
  id > $1
  and deleted_at is null
  and merged_into is null
order by
  id
limit
  $2;

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
              t1."key" as "key",
              (
                select
                  to_char(w.walked_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
                from
                  journey_state w
                where
                  w.journey_id = t1.id
                  and w.revision = t1.revision
              ) as "walkedAt",
              (
                select
                  coalesce(
                    json_agg(
                      (
                        select
                          row_to_json(o)
                        from
                          (
                            select
                              t2.stage ->> 'name' as "name",
                              t2.stage -> 'rule' as "ruleText"
                          ) o
                      )
                      order by
                        t2.place
                    ),
                    '[]'::json
                  )
                from
                  (
                    select
                      e.stage,
                      e.place
                    from
                      jsonb_array_elements(t1.stages) with ordinality as e (stage, place)
                  ) t2
              ) as "@stages"
          ) o
      ) as data
    from
      journey t1
    where
      t1.id = $1::bigint
    limit
      1
    offset
      0
  ) answer;

select
  count(*) as n
from
  (
    select
    from
      customer
    limit
      $1
  ) c;

-- 2 times
select
  j.id,
  j.key,
  j.name,
  j.mode,
  j."window",
  j.stages,
  j.revision,
  t.revision as walked,
  j.revision is distinct from t.revision
  and not coalesce(
    t.failed_revision = j.revision
    and t.failed_at > now() - interval '1 day',
    false
  ) as "isWaiting",
  t.begun_revision as begun,
  coalesce(t.reached, 0) as reached
from
  journey j
  left join journey_state t on t.journey_id = j.id
order by
  j.id;

select
  key
from
  survey
where
  key = any ($1);

select
  pg_advisory_xact_lock(hashtext ('cxgraph.segments'));

select
  pg_try_advisory_xact_lock(hashtext ('cxgraph.refresh')) as free,
  now() as now,
  exists (
    select
    from
      set_aside
  ) as "hasAside";

-- 2 times
select
  s.id,
  s.key,
  s.name,
  s.rule,
  s.revision,
  t.revision as evaluated,
  s.revision is distinct from t.revision
  and not coalesce(
    t.failed_revision = s.revision
    and t.failed_at > now() - interval '1 day',
    false
  ) as "isWaiting",
  t.begun_revision as begun,
  coalesce(t.reached, 0) as reached
from
  segment s
  left join segment_state t on t.segment_id = s.id
order by
  s.id;
