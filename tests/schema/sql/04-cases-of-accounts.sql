-- CasesOfAccounts: 1 statement

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
              $1::int as "size",
              false as "backward",
              false as "continued",
              'NAME.ASC' as "order",
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
                                      t2."name" as "name",
                                      t2."employees" as "employees",
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
                                                  interaction t3
                                                where
                                                  t3.account_id = t2.id
                                                  and t3.kind = any ($2::text[])
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
                                                              t4."sort key" as "key",
                                                              t4.id as "id",
                                                              (
                                                                select
                                                                  row_to_json(o)
                                                                from
                                                                  (
                                                                    select
                                                                      case
                                                                        when t4.kind = 'SUPPORT_CASE' then 'SupportCase'
                                                                        when t4.kind = 'PURCHASE' then 'Purchase'
                                                                        when t4.kind in ('CALL', 'EMAIL', 'CHAT')
                                                                        or t4.case_id is not null then 'Conversation'
                                                                        else 'Activity'
                                                                      end as " type",
                                                                      to_char(t4."occurred_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "occurredAt",
                                                                      t4."subject" as "subject",
                                                                      (
                                                                        select
                                                                          (
                                                                            select
                                                                              row_to_json(o)
                                                                            from
                                                                              (
                                                                                select
                                                                                  t5."display_name" as "displayName"
                                                                              ) o
                                                                          )
                                                                        from
                                                                          customer t5
                                                                        where
                                                                          t5.id = t4.customer_id
                                                                          and t5.deleted_at is null
                                                                          and t5.merged_into is null
                                                                        limit
                                                                          1
                                                                      ) as "@customer",
                                                                      case
                                                                        when (
                                                                          case
                                                                            when t4.kind = 'SUPPORT_CASE' then 'SupportCase'
                                                                            when t4.kind = 'PURCHASE' then 'Purchase'
                                                                            when t4.kind in ('CALL', 'EMAIL', 'CHAT')
                                                                            or t4.case_id is not null then 'Conversation'
                                                                            else 'Activity'
                                                                          end
                                                                        ) in ('SupportCase') then to_json(t4."status")
                                                                      end as "status",
                                                                      case
                                                                        when (
                                                                          case
                                                                            when t4.kind = 'SUPPORT_CASE' then 'SupportCase'
                                                                            when t4.kind = 'PURCHASE' then 'Purchase'
                                                                            when t4.kind in ('CALL', 'EMAIL', 'CHAT')
                                                                            or t4.case_id is not null then 'Conversation'
                                                                            else 'Activity'
                                                                          end
                                                                        ) in ('SupportCase') then to_json(t4."priority")
                                                                      end as "priority",
                                                                      case
                                                                        when (
                                                                          case
                                                                            when t4.kind = 'SUPPORT_CASE' then 'SupportCase'
                                                                            when t4.kind = 'PURCHASE' then 'Purchase'
                                                                            when t4.kind in ('CALL', 'EMAIL', 'CHAT')
                                                                            or t4.case_id is not null then 'Conversation'
                                                                            else 'Activity'
                                                                          end
                                                                        ) in ('SupportCase') then to_json(to_char(t4."first_response_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
                                                                      end as "firstResponseAt",
                                                                      case
                                                                        when (
                                                                          case
                                                                            when t4.kind = 'SUPPORT_CASE' then 'SupportCase'
                                                                            when t4.kind = 'PURCHASE' then 'Purchase'
                                                                            when t4.kind in ('CALL', 'EMAIL', 'CHAT')
                                                                            or t4.case_id is not null then 'Conversation'
                                                                            else 'Activity'
                                                                          end
                                                                        ) in ('SupportCase') then to_json(to_char(t4."resolved_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
                                                                      end as "resolvedAt",
                                                                      case
                                                                        when (
                                                                          case
                                                                            when t4.kind = 'SUPPORT_CASE' then 'SupportCase'
                                                                            when t4.kind = 'PURCHASE' then 'Purchase'
                                                                            when t4.kind in ('CALL', 'EMAIL', 'CHAT')
                                                                            or t4.case_id is not null then 'Conversation'
                                                                            else 'Activity'
                                                                          end
                                                                        ) in ('SupportCase') then to_json(t4."reopen_count")
                                                                      end as "reopenCount",
                                                                      case
                                                                        when (
                                                                          case
                                                                            when t4.kind = 'SUPPORT_CASE' then 'SupportCase'
                                                                            when t4.kind = 'PURCHASE' then 'Purchase'
                                                                            when t4.kind in ('CALL', 'EMAIL', 'CHAT')
                                                                            or t4.case_id is not null then 'Conversation'
                                                                            else 'Activity'
                                                                          end
                                                                        ) in ('SupportCase') then to_json(t4."contact_count")
                                                                      end as "contactCount"
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
                                                      t3.*,
                                                      (t3.occurred_at)::text as "sort key"
                                                    from
                                                      interaction t3
                                                    where
                                                      t3.account_id = t2.id
                                                      and t3.kind = any ($2::text[])
                                                    order by
                                                      t3.occurred_at desc,
                                                      t3.id desc
                                                    limit
                                                      $3::int + 1
                                                  ) t4
                                              ) as "rows"
                                          ) o
                                      ) as "@interactions"
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
                      (t1.name)::text as "sort key"
                    from
                      account t1
                    where
                      t1.deleted_at is null
                      and t1.merged_into is null
                    order by
                      t1.name asc,
                      t1.id asc
                    limit
                      $1::int + 1
                  ) t2
              ) as "rows"
          ) o
      ) as data
    offset
      0
  ) answer;
