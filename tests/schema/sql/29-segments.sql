-- Segments: 2 statements

with
  bucket as (
    select
      place - 1 as place,
      lo,
      hi
    from
      unnest($2::timestamptz[], $3::timestamptz[]) with ordinality b (lo, hi, place)
  ),
  moved as (
    select
      h.segment_id,
      width_bucket(h.at, $2::timestamptz[]) - 1 as place,
      h.at >= (
        select
          max(hi)
        from
          bucket
      ) as later,
      count(*) filter (
        where
          entered
      ) as entered,
      count(*) filter (
        where
          not entered
      ) as left_it
    from
      segment_change h
    where
      h.segment_id = any ($1::bigint[])
      and h.at >= (
        select
          min(lo)
        from
          bucket
      )
    group by
      1,
      2,
      3
  ),
  counted as (
    select
      s.id,
      b.place,
      coalesce(t.size, 0) as now,
      coalesce(m.entered, 0) as entered,
      coalesce(m.left_it, 0) as left_it
    from
      unnest($1::bigint[]) s (id)
      cross join bucket b
      left join segment_state t on t.segment_id = s.id
      left join moved m on m.segment_id = s.id
      and m.place = b.place
      and not m.later
  )
select
  c.id as segment,
  c.place::int as place,
  c.entered::int as entered,
  c.left_it::int as left,
  (
    c.now - coalesce(
      (
        select
          sum(m.entered - m.left_it)
        from
          moved m
        where
          m.segment_id = c.id
          and m.later
      ),
      0
    ) - coalesce(
      sum(c.entered - c.left_it) over (
        partition by
          c.id
        order by
          c.place rows between 1 following
          and unbounded following
      ),
      0
    )
  )::int as size
from
  counted c;

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
          (
            select
              row_to_json(o)
            from
              (
                select
                  t1."key" as "key",
                  t1."name" as "name",
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
                  ) as "evaluatedAt",
                  json_build_object('id', t1.id, 'key', t1.key) as "@growth",
                  (
                    select
                      row_to_json(o)
                    from
                      (
                        select
                          $1::int as "size",
                          false as "backward",
                          false as "continued",
                          'ENTERED_AT.DESC' as "order",
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
                                          t3."sort key" as "key",
                                          t3.id as "id",
                                          (
                                            select
                                              row_to_json(o)
                                            from
                                              (
                                                select
                                                  t3."display_name" as "displayName",
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
                                                                  to_char(t4."entered_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "enteredAt",
                                                                  (
                                                                    select
                                                                      (
                                                                        select
                                                                          row_to_json(o)
                                                                        from
                                                                          (
                                                                            select
                                                                              t5."name" as "name"
                                                                          ) o
                                                                      )
                                                                    from
                                                                      segment t5
                                                                    where
                                                                      t5.id = t4.segment_id
                                                                    limit
                                                                      1
                                                                  ) as "@segment"
                                                              ) o
                                                          )
                                                          order by
                                                            t4.name,
                                                            t4.segment_id
                                                        ),
                                                        '[]'::json
                                                      )
                                                    from
                                                      (
                                                        select
                                                          m.segment_id,
                                                          m.entered_at,
                                                          s.name
                                                        from
                                                          segment_member m
                                                          join segment s on s.id = m.segment_id
                                                        where
                                                          m.customer_id = t3.id
                                                      ) t4
                                                  ) as "@segments"
                                              ) o
                                          ) as "@nodes"
                                      ) o
                                  )
                                ),
                                '[]'::json
                              )
                            from
                              (
                                select
                                  t2.*,
                                  (t2.entered_at)::text as "sort key"
                                from
                                  (
                                    select
                                      c.*,
                                      m.customer_id as member_id,
                                      m.segment_id,
                                      m.entered_at
                                    from
                                      segment_member m
                                      join customer c on c.id = m.customer_id
                                  ) t2
                                where
                                  t2.deleted_at is null
                                  and t2.merged_into is null
                                  and t2.segment_id = t1.id
                                order by
                                  t2.entered_at desc,
                                  t2.member_id desc
                                limit
                                  $1::int + 1
                              ) t3
                          ) as "rows"
                      ) o
                  ) as "@customers"
              ) o
          )
          order by
            t1.name,
            t1.id
        ),
        '[]'::json
      ) as data
    from
      segment t1
    offset
      0
  ) answer;
