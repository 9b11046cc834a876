-- SaveSegment: 7 statements

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
              json_build_object(
                'rule',
                t1.rule,
                'segments',
                (
                  select
                    json_object_agg(n.key, n.name)
                  from
                    segment n
                  where
                    strpos(t1.rule::text, '"segment": "' || n.key || '"') > 0
                ),
                'journeys',
                (
                  select
                    json_object_agg(n.key, n.name)
                  from
                    journey n
                  where
                    strpos(t1.rule::text, '"journey": "' || n.key || '"') > 0
                )
              ) as "ruleText",
              coalesce(
                (
                  select
                    t.size
                  from
                    segment_state t
                  where
                    t.segment_id = t1.id
                ),
                0
              ) as "size",
              coalesce(
                coalesce(
                  (
                    select
                      t.size
                    from
                      segment_state t
                    where
                      t.segment_id = t1.id
                  ),
                  0
                )::float8 / nullif(
                  (
                    select
                      count(*)
                    from
                      customer
                    where
                      deleted_at is null
                      and merged_into is null
                  ),
                  0
                ),
                0
              ) as "share",
              (
                select
                  to_char(
                    greatest(
                      t.evaluated_at,
                      (
                        select
                          (value ->> 'asOf')::timestamptz
                        from
                          setting
                        where
                          key = 'refresh'
                      )
                    ) at time zone 'UTC',
                    'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'
                  )
                from
                  segment_state t
                where
                  t.segment_id = t1.id
                  and t.revision = t1.revision
              ) as "evaluatedAt"
          ) o
      ) as data
    from
      segment t1
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

select
  exists (
    select
    from
      journey d
      full join journey_state t on t.journey_id = d.id
    where
      d.revision is distinct from t.revision
      and not coalesce(
        t.failed_revision = d.revision
        and t.failed_at > now() - interval '1 day',
        false
      )
  ) as waiting;

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
