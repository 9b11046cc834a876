-- Profile360: 1 statement

select
  case
    when pg_column_size(data) <= $5::int then data
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
                                      'customer_' || t2."id" as "id",
                                      t2."display_name" as "displayName",
                                      t2."email" as "email",
                                      t2."emails" as "emails",
                                      t2."phone" as "phone",
                                      t2."job_title" as "jobTitle",
                                      t2."country" as "country",
                                      t2."lifecycle_stage" as "lifecycleStage",
                                      to_char(
                                        nullif(
                                          (
                                            select
                                              a.last_interaction_at
                                            from
                                              customer_activity a
                                            where
                                              a.customer_id = t2.id
                                          ),
                                          '-infinity'
                                        ) at time zone 'UTC',
                                        'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'
                                      ) as "lastInteractionAt",
                                      (
                                        select
                                          (
                                            select
                                              row_to_json(o)
                                            from
                                              (
                                                select
                                                  t3."name" as "name",
                                                  t3."industry" as "industry",
                                                  t3."employees" as "employees"
                                              ) o
                                          )
                                        from
                                          account t3
                                        where
                                          t3.id = t2.account_id
                                          and t3.deleted_at is null
                                          and t3.merged_into is null
                                        limit
                                          1
                                      ) as "@account",
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
                                                      t4."key" as "key",
                                                      t4."value" as "value",
                                                      t4."source" as "source"
                                                  ) o
                                              )
                                              order by
                                                t4.key
                                            ),
                                            '[]'::json
                                          )
                                        from
                                          (
                                            select
                                              t.key,
                                              t.value -> 'value' as value,
                                              t.value ->> 'source' as source,
                                              (t.value ->> 'at')::timestamptz as updated_at
                                            from
                                              jsonb_each(t2.traits) t
                                          ) t4
                                      ) as "@traits",
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
                                                      t5."kind" as "kind",
                                                      t5."value" as "value",
                                                      t5."source" as "source"
                                                  ) o
                                              )
                                              order by
                                                t5.kind,
                                                t5.value
                                            ),
                                            '[]'::json
                                          )
                                        from
                                          (
                                            select distinct
                                              on (i.kind, i.value) i.kind,
                                              case i.kind
                                                when 'EXTERNAL_ID' then substr(i.value, strpos(i.value, ':') + 1)
                                                else i.value
                                              end as value,
                                              k.key as source,
                                              i.first_seen_at
                                            from
                                              identifier i
                                              join person_record r on r.id = i.record_id
                                              join connection k on k.id = r.connection_id
                                            where
                                              r.customer_id = t2.id
                                              and i.kind in ('EMAIL', 'PHONE', 'EXTERNAL_ID')
                                              and (
                                                i.linking
                                                or i.kind <> 'EXTERNAL_ID'
                                                or i.value = r.ref
                                              )
                                              and not (
                                                i.value like '@%'
                                                and exists (
                                                  select
                                                  from
                                                    person_record own
                                                  where
                                                    own.customer_id = t2.id
                                                    and substr(own.ref, strpos(own.ref, ':') + 1) = substr(i.value, strpos(i.value, ':') + 1)
                                                )
                                              )
                                            order by
                                              i.kind,
                                              i.value,
                                              i.first_seen_at,
                                              i.record_id
                                          ) t5
                                      ) as "@identities",
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
                                                      t6."field" as "field",
                                                      t6."value" as "value",
                                                      t6."source" as "source",
                                                      to_char(t6."observed_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "observedAt",
                                                      'source order, then most recently changed at the source'::text as "rule",
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
                                                                      t7."value" as "value",
                                                                      t7."source" as "source"
                                                                  ) o
                                                              )
                                                              order by
                                                                t7.observed_at desc,
                                                                t7.id
                                                            ),
                                                            '[]'::json
                                                          )
                                                        from
                                                          (
                                                            select
                                                              r.id,
                                                              r.fields -> t6.field as value,
                                                              k.key as source,
                                                              coalesce((r.observed ->> t6.field)::timestamptz, r.version) as observed_at
                                                            from
                                                              person_record r
                                                              join connection k on k.id = r.connection_id
                                                            where
                                                              r.customer_id = t6.customer_id
                                                              and r.live
                                                              and r.id <> t6.winner
                                                              and r.fields ? t6.field
                                                          ) t7
                                                      ) as "@others"
                                                  ) o
                                              )
                                              order by
                                                t6.field
                                            ),
                                            '[]'::json
                                          )
                                        from
                                          (
                                            select
                                              f.key as field,
                                              w.fields -> f.key as value,
                                              k.key as source,
                                              w.id as winner,
                                              t2.id as customer_id,
                                              (f.value ->> 'at')::timestamptz as observed_at
                                            from
                                              jsonb_each(t2.provenance) f
                                              join person_record w on w.id = (f.value ->> 'record')::bigint
                                              join connection k on k.id = w.connection_id
                                            where
                                              f.key = any ($2::text[])
                                          ) t6
                                      ) as "@provenance",
                                      (
                                        select
                                          row_to_json(o)
                                        from
                                          (
                                            select
                                              $3::int as "size",
                                              false as "backward",
                                              false as "continued",
                                              'OCCURRED_AT.DESC' as "order",
                                              (
                                                select
                                                  count(*)
                                                from
                                                  interaction t8
                                                where
                                                  t8.customer_id = t2.id
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
                                                              t9."sort key" as "key",
                                                              t9.id as "id",
                                                              (
                                                                select
                                                                  row_to_json(o)
                                                                from
                                                                  (
                                                                    select
                                                                      case
                                                                        when t9.kind = 'SUPPORT_CASE' then 'SupportCase'
                                                                        when t9.kind = 'PURCHASE' then 'Purchase'
                                                                        when t9.kind in ('CALL', 'EMAIL', 'CHAT')
                                                                        or t9.case_id is not null then 'Conversation'
                                                                        else 'Activity'
                                                                      end as " type",
                                                                      t9."kind" as "kind",
                                                                      t9."channel" as "channel",
                                                                      to_char(t9."occurred_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "occurredAt",
                                                                      t9."subject" as "subject",
                                                                      case
                                                                        when (
                                                                          case
                                                                            when t9.kind = 'SUPPORT_CASE' then 'SupportCase'
                                                                            when t9.kind = 'PURCHASE' then 'Purchase'
                                                                            when t9.kind in ('CALL', 'EMAIL', 'CHAT')
                                                                            or t9.case_id is not null then 'Conversation'
                                                                            else 'Activity'
                                                                          end
                                                                        ) in ('SupportCase') then to_json(t9."status")
                                                                      end as "status",
                                                                      case
                                                                        when (
                                                                          case
                                                                            when t9.kind = 'SUPPORT_CASE' then 'SupportCase'
                                                                            when t9.kind = 'PURCHASE' then 'Purchase'
                                                                            when t9.kind in ('CALL', 'EMAIL', 'CHAT')
                                                                            or t9.case_id is not null then 'Conversation'
                                                                            else 'Activity'
                                                                          end
                                                                        ) in ('SupportCase') then to_json(t9."priority")
                                                                      end as "priority",
                                                                      case
                                                                        when (
                                                                          case
                                                                            when t9.kind = 'SUPPORT_CASE' then 'SupportCase'
                                                                            when t9.kind = 'PURCHASE' then 'Purchase'
                                                                            when t9.kind in ('CALL', 'EMAIL', 'CHAT')
                                                                            or t9.case_id is not null then 'Conversation'
                                                                            else 'Activity'
                                                                          end
                                                                        ) in ('SupportCase') then to_json(to_char(t9."first_response_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
                                                                      end as "firstResponseAt",
                                                                      case
                                                                        when (
                                                                          case
                                                                            when t9.kind = 'SUPPORT_CASE' then 'SupportCase'
                                                                            when t9.kind = 'PURCHASE' then 'Purchase'
                                                                            when t9.kind in ('CALL', 'EMAIL', 'CHAT')
                                                                            or t9.case_id is not null then 'Conversation'
                                                                            else 'Activity'
                                                                          end
                                                                        ) in ('SupportCase') then to_json(to_char(t9."resolved_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
                                                                      end as "resolvedAt",
                                                                      case
                                                                        when (
                                                                          case
                                                                            when t9.kind = 'SUPPORT_CASE' then 'SupportCase'
                                                                            when t9.kind = 'PURCHASE' then 'Purchase'
                                                                            when t9.kind in ('CALL', 'EMAIL', 'CHAT')
                                                                            or t9.case_id is not null then 'Conversation'
                                                                            else 'Activity'
                                                                          end
                                                                        ) in ('SupportCase') then to_json(t9."contact_count")
                                                                      end as "contactCount",
                                                                      case
                                                                        when (
                                                                          case
                                                                            when t9.kind = 'SUPPORT_CASE' then 'SupportCase'
                                                                            when t9.kind = 'PURCHASE' then 'Purchase'
                                                                            when t9.kind in ('CALL', 'EMAIL', 'CHAT')
                                                                            or t9.case_id is not null then 'Conversation'
                                                                            else 'Activity'
                                                                          end
                                                                        ) in ('Purchase') then to_json(
                                                                          case
                                                                            when t9.amount is not null then (
                                                                              select
                                                                                row_to_json(o)
                                                                              from
                                                                                (
                                                                                  select
                                                                                    t9."amount" as "amount",
                                                                                    coalesce(t9.currency, 'XXX') as "currency"
                                                                                ) o
                                                                            )
                                                                          end
                                                                        )
                                                                      end as "@amount",
                                                                      case
                                                                        when (
                                                                          case
                                                                            when t9.kind = 'SUPPORT_CASE' then 'SupportCase'
                                                                            when t9.kind = 'PURCHASE' then 'Purchase'
                                                                            when t9.kind in ('CALL', 'EMAIL', 'CHAT')
                                                                            or t9.case_id is not null then 'Conversation'
                                                                            else 'Activity'
                                                                          end
                                                                        ) in ('Conversation') then to_json(t9."duration_seconds")
                                                                      end as "durationSeconds"
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
                                                      t8.*,
                                                      (t8.occurred_at)::text as "sort key"
                                                    from
                                                      interaction t8
                                                    where
                                                      t8.customer_id = t2.id
                                                    order by
                                                      t8.occurred_at desc,
                                                      t8.id desc
                                                    limit
                                                      $3::int + 1
                                                  ) t9
                                              ) as "rows"
                                          ) o
                                      ) as "@interactions",
                                      (
                                        select
                                          row_to_json(o)
                                        from
                                          (
                                            select
                                              $4::int as "size",
                                              false as "backward",
                                              false as "continued",
                                              'RESPONDED_AT.DESC' as "order",
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
                                                              t11."sort key" as "key",
                                                              t11.id as "id",
                                                              (
                                                                select
                                                                  row_to_json(o)
                                                                from
                                                                  (
                                                                    select
                                                                      to_char(t11."responded_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "respondedAt",
                                                                      (
                                                                        select
                                                                          (
                                                                            select
                                                                              row_to_json(o)
                                                                            from
                                                                              (
                                                                                select
                                                                                  t12."name" as "name"
                                                                              ) o
                                                                          )
                                                                        from
                                                                          survey t12
                                                                        where
                                                                          t12.id = t11.survey_id
                                                                        limit
                                                                          1
                                                                      ) as "@survey",
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
                                                                                      t13."score" as "score",
                                                                                      t13."text" as "text",
                                                                                      (
                                                                                        select
                                                                                          (
                                                                                            select
                                                                                              row_to_json(o)
                                                                                            from
                                                                                              (
                                                                                                select
                                                                                                  t14."text" as "text",
                                                                                                  t14."measure" as "measure"
                                                                                              ) o
                                                                                          )
                                                                                        from
                                                                                          survey_question t14
                                                                                        where
                                                                                          t14.id = t13.question_id
                                                                                        limit
                                                                                          1
                                                                                      ) as "@question"
                                                                                  ) o
                                                                              )
                                                                              order by
                                                                                (
                                                                                  select
                                                                                    q.position
                                                                                  from
                                                                                    survey_question q
                                                                                  where
                                                                                    q.id = t13.question_id
                                                                                ),
                                                                                t13.question_key
                                                                            ),
                                                                            '[]'::json
                                                                          )
                                                                        from
                                                                          survey_answer t13
                                                                        where
                                                                          t13.response_id = t11.id
                                                                          and t13.question_id is not null
                                                                      ) as "@answers"
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
                                                      t10.*,
                                                      (t10.responded_at)::text as "sort key"
                                                    from
                                                      survey_response t10
                                                    where
                                                      t10.customer_id = t2.id
                                                    order by
                                                      t10.responded_at desc,
                                                      t10.id desc
                                                    limit
                                                      $4::int + 1
                                                  ) t11
                                              ) as "rows"
                                          ) o
                                      ) as "@surveyResponses",
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
                                                      t15."object" as "object",
                                                      t15."external_id" as "externalId",
                                                      (
                                                        select
                                                          json_build_object('connector', k.connector, 'config', k.config, 'object', t15.object, 'externalId', t15.external_id)
                                                        from
                                                          connection k
                                                        where
                                                          k.id = t15.connection_id
                                                      ) as "url",
                                                      (
                                                        select
                                                          (
                                                            select
                                                              row_to_json(o)
                                                            from
                                                              (
                                                                select
                                                                  t16."key" as "key"
                                                              ) o
                                                          )
                                                        from
                                                          connection t16
                                                        where
                                                          t16.id = t15.connection_id
                                                        limit
                                                          1
                                                      ) as "@connection"
                                                  ) o
                                              )
                                              order by
                                                t15.id
                                            ),
                                            '[]'::json
                                          )
                                        from
                                          source_record t15
                                        where
                                          t15.id in (
                                            select
                                              id
                                            from
                                              person_record
                                            where
                                              customer_id = t2.id
                                          )
                                      ) as "@sourceRecords"
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
