-- PreviewARule: 4 statements

select
  case
    when pg_column_size(data) <= $2::int then data
  end as data,
  pg_column_size(data) as bytes
from
  (
    select
      coalesce(
        json_agg(
          json_build_array(
            t1.id,
            (
              select
                row_to_json(o)
              from
                (
                  select
                    'customer_' || t1."id" as "id",
                    t1."display_name" as "displayName",
                    to_char(
                      nullif(
                        (
                          select
                            a.last_interaction_at
                          from
                            customer_activity a
                          where
                            a.customer_id = t1.id
                        ),
                        '-infinity'
                      ) at time zone 'UTC',
                      'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'
                    ) as "lastInteractionAt"
                ) o
            )
          )
        ),
        '[]'::json
      ) as data
    from
      customer t1
    where
      t1.id = any ($1::bigint[])
      and t1.deleted_at is null
      and t1.merged_into is null
    offset
      0
  ) answer;

select
  key,
  name
from
  journey;

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

with
  t1 as (
    select
      i.customer_id as id,
      count(*) filter (
        where
          i.kind = $1::text
          and i.occurred_at > $2::timestamptz
      ) as n1,
      count(*) filter (
        where
          i.kind = $4::text
          and i.occurred_at > $5::timestamptz
      ) as n2,
      min(
        least(
          case
            when i.kind = $1::text then case
              when i.occurred_at > $2::timestamptz then i.occurred_at + make_interval(secs => $9::float8)
            end
          end,
          case
            when i.kind = $4::text then case
              when i.occurred_at > $5::timestamptz then i.occurred_at + make_interval(secs => $10::float8)
            end
          end
        )
      ) as due
    from
      interaction i
    where
      i.kind = any ($8::text[])
      and i.occurred_at > $5::timestamptz
      and i.occurred_at <= $7::timestamptz
    group by
      1
  ),
  t3 as (
    select
      customer_id as id,
      min(occurred_at) as at
    from
      interaction
    where
      occurred_at > $7::timestamptz
      and kind = any ($8::text[])
    group by
      1
  ),
  t5 as (
    select
    where
      $1::text is null
      or $2::timestamptz is null
      or $3::float8 is null
      or $4::text is null
      or $5::timestamptz is null
      or $6::float8 is null
      or $7::timestamptz is null
      or $8::text[] is null
      or $9::float8 is null
      or $10::float8 is null
      or true is null
  ),
  seen as materialized (
    select
      c.id,
      coalesce(
        (
          (t2.n1 >= $3::float8)
          and (coalesce(t2.n2, 0) = $6::float8)
        ),
        false
      ) as holds
    from
      customer c
      left join t1 t2 on t2.id = c.id
      left join t3 t4 on t4.id = c.id
    where
      c.deleted_at is null
      and c.merged_into is null
  )
select
  count(*) filter (
    where
      holds
  ) as size,
  count(*) as everybody,
  array_to_json(
    array(
      select
        n.id
      from
        seen
        join customer n on n.id = seen.id
      where
        holds
      order by
        n.created_at desc,
        n.id desc
      limit
        $11::int
    )
  ) as customers
from
  seen;
