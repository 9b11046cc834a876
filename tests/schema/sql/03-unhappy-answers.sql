-- UnhappyAnswers: 1 statement

select
  case
    when pg_column_size(data) <= $4::int then data
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
              $3::int as "size",
              false as "backward",
              false as "continued",
              'RESPONDED_AT.DESC' as "order",
              (
                select
                  count(*)
                from
                  survey_response t1
                where
                  exists (
                    select
                    from
                      survey_answer a
                      join survey_question q on q.id = a.question_id
                    where
                      a.response_id = t1.id
                      and q.measure = $1::text
                      and a.score <= $2::double precision
                  )
              ) as "totalCount",
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
                                      to_char(t2."responded_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "respondedAt",
                                      t2."channel" as "channel",
                                      t2."touchpoint" as "touchpoint",
                                      (
                                        select
                                          (
                                            select
                                              row_to_json(o)
                                            from
                                              (
                                                select
                                                  t3."display_name" as "displayName",
                                                  t3."email" as "email",
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
                                                      account t4
                                                    where
                                                      t4.id = t3.account_id
                                                      and t4.deleted_at is null
                                                      and t4.merged_into is null
                                                    limit
                                                      1
                                                  ) as "@account"
                                              ) o
                                          )
                                        from
                                          customer t3
                                        where
                                          t3.id = t2.customer_id
                                          and t3.deleted_at is null
                                          and t3.merged_into is null
                                        limit
                                          1
                                      ) as "@customer",
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
                                                                  t6."measure" as "measure"
                                                              ) o
                                                          )
                                                        from
                                                          survey_question t6
                                                        where
                                                          t6.id = t5.question_id
                                                        limit
                                                          1
                                                      ) as "@question",
                                                      t5."score" as "score",
                                                      t5."text" as "text"
                                                  ) o
                                              )
                                              order by
                                                (
                                                  select
                                                    q.position
                                                  from
                                                    survey_question q
                                                  where
                                                    q.id = t5.question_id
                                                ),
                                                t5.question_key
                                            ),
                                            '[]'::json
                                          )
                                        from
                                          survey_answer t5
                                        where
                                          t5.response_id = t2.id
                                          and t5.question_id is not null
                                      ) as "@answers",
                                      (
                                        select
                                          (
                                            select
                                              row_to_json(o)
                                            from
                                              (
                                                select
                                                  t7."subject" as "subject",
                                                  t7."status" as "status",
                                                  to_char(t7."resolved_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "resolvedAt"
                                              ) o
                                          )
                                        from
                                          interaction t7
                                        where
                                          t7.id = t2.case_id
                                          and t7.kind = 'SUPPORT_CASE'
                                        limit
                                          1
                                      ) as "@case"
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
                      (t1.responded_at)::text as "sort key"
                    from
                      survey_response t1
                    where
                      exists (
                        select
                        from
                          survey_answer a
                          join survey_question q on q.id = a.question_id
                        where
                          a.response_id = t1.id
                          and q.measure = $1::text
                          and a.score <= $2::double precision
                      )
                    order by
                      t1.responded_at desc,
                      t1.id desc
                    limit
                      $3::int + 1
                  ) t2
              ) as "rows"
          ) o
      ) as data
    offset
      0
  ) answer;
