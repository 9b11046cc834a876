-- WhereCustomersStand: 1 statement

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
              $1::int as "size",
              false as "backward",
              false as "continued",
              'LAST_INTERACTION_AT.DESC' as "order",
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
                              t2."sort key" as "key",
                              t2.id as "id",
                              (
                                select
                                  row_to_json(o)
                                from
                                  (
                                    select
                                      t2."display_name" as "displayName",
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
                                                      (
                                                        select
                                                          (
                                                            select
                                                              row_to_json(o)
                                                            from
                                                              (
                                                                select
                                                                  t4."name" as "name"
                                                              ) o
                                                          )
                                                        from
                                                          journey t4
                                                        where
                                                          t4.id = t3.journey_id
                                                        limit
                                                          1
                                                      ) as "@journey",
                                                      (
                                                        select
                                                          row_to_json(o)
                                                        from
                                                          (
                                                            select
                                                              (
                                                                (
                                                                  select
                                                                    j.stages
                                                                  from
                                                                    journey j
                                                                  where
                                                                    j.id = t3.journey_id
                                                                ) -> t3.stage::int
                                                              ) ->> 'name' as "name"
                                                          ) o
                                                      ) as "@stage",
                                                      to_char(t3."at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "enteredAt",
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
                                                                      (
                                                                        select
                                                                          row_to_json(o)
                                                                        from
                                                                          (
                                                                            select
                                                                              (
                                                                                (
                                                                                  select
                                                                                    j.stages
                                                                                  from
                                                                                    journey j
                                                                                  where
                                                                                    j.id = t5.journey_id
                                                                                ) -> t5.stage::int
                                                                              ) ->> 'name' as "name"
                                                                          ) o
                                                                      ) as "@stage",
                                                                      to_char(t5."at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "at",
                                                                      t5."run" as "run",
                                                                      (
                                                                        select
                                                                          (
                                                                            select
                                                                              row_to_json(o)
                                                                            from
                                                                              (
                                                                                select
                                                                                  case
                                                                                    when t6.kind = 'SUPPORT_CASE' then 'SupportCase'
                                                                                    when t6.kind = 'PURCHASE' then 'Purchase'
                                                                                    when t6.kind in ('CALL', 'EMAIL', 'CHAT')
                                                                                    or t6.case_id is not null then 'Conversation'
                                                                                    else 'Activity'
                                                                                  end as " type",
                                                                                  t6."kind" as "kind",
                                                                                  t6."subject" as "subject"
                                                                              ) o
                                                                          )
                                                                        from
                                                                          interaction t6
                                                                        where
                                                                          t6.id = t5.source_id
                                                                        limit
                                                                          1
                                                                      ) as "@interaction"
                                                                  ) o
                                                              )
                                                              order by
                                                                t5.at,
                                                                t5.run,
                                                                t5.stage
                                                            ),
                                                            '[]'::json
                                                          )
                                                        from
                                                          journey_visit t5
                                                        where
                                                          t5.customer_id = t3.customer_id
                                                          and t5.journey_id = t3.journey_id
                                                          and exists (
                                                            select
                                                            from
                                                              journey j
                                                            where
                                                              j.id = t5.journey_id
                                                              and not exists (
                                                                select
                                                                from
                                                                  journey_state w
                                                                where
                                                                  w.journey_id = j.id
                                                                  and w.revision <> j.revision
                                                              )
                                                          )
                                                      ) as "@history"
                                                  ) o
                                              )
                                              order by
                                                (
                                                  select
                                                    j.name
                                                  from
                                                    journey j
                                                  where
                                                    j.id = t3.journey_id
                                                ),
                                                t3.journey_id
                                            ),
                                            '[]'::json
                                          )
                                        from
                                          journey_visit t3
                                        where
                                          t3.customer_id = t2.id
                                          and t3.until = 'infinity'
                                          and exists (
                                            select
                                            from
                                              journey j
                                            where
                                              j.id = t3.journey_id
                                              and not exists (
                                                select
                                                from
                                                  journey_state w
                                                where
                                                  w.journey_id = j.id
                                                  and w.revision <> j.revision
                                              )
                                          )
                                      ) as "@journeys"
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
                      t1.*,
                      (activity.last_interaction_at)::text as "sort key"
                    from
                      customer t1
                      join customer_activity activity on activity.customer_id = t1.id
                    where
                      t1.deleted_at is null
                      and t1.merged_into is null
                    order by
                      activity.last_interaction_at desc,
                      activity.customer_id desc
                    limit
                      $1::int + 1
                  ) t2
              ) as "rows"
          ) o
      ) as data
    offset
      0
  ) answer;
