-- Timeline: 1 statement

select
  case
    when pg_column_size(data) <= $3::int then data
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
              $2::int as "size",
              false as "backward",
              false as "continued",
              'OCCURRED_AT.DESC' as "order",
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
                                      case
                                        when t2.kind = 'SUPPORT_CASE' then 'SupportCase'
                                        when t2.kind = 'PURCHASE' then 'Purchase'
                                        when t2.kind in ('CALL', 'EMAIL', 'CHAT')
                                        or t2.case_id is not null then 'Conversation'
                                        else 'Activity'
                                      end as " type",
                                      t2."kind" as "kind",
                                      t2."channel" as "channel",
                                      t2."touchpoint" as "touchpoint",
                                      t2."direction" as "direction",
                                      to_char(t2."occurred_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "occurredAt",
                                      t2."subject" as "subject",
                                      (
                                        select
                                          (
                                            select
                                              row_to_json(o)
                                            from
                                              (
                                                select
                                                  t3."display_name" as "displayName"
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
                                      case
                                        when (
                                          case
                                            when t2.kind = 'SUPPORT_CASE' then 'SupportCase'
                                            when t2.kind = 'PURCHASE' then 'Purchase'
                                            when t2.kind in ('CALL', 'EMAIL', 'CHAT')
                                            or t2.case_id is not null then 'Conversation'
                                            else 'Activity'
                                          end
                                        ) in ('Purchase') then to_json(
                                          case
                                            when t2.amount is not null then (
                                              select
                                                row_to_json(o)
                                              from
                                                (
                                                  select
                                                    t2."amount" as "amount",
                                                    coalesce(t2.currency, 'XXX') as "currency"
                                                ) o
                                            )
                                          end
                                        )
                                      end as "@amount",
                                      case
                                        when (
                                          case
                                            when t2.kind = 'SUPPORT_CASE' then 'SupportCase'
                                            when t2.kind = 'PURCHASE' then 'Purchase'
                                            when t2.kind in ('CALL', 'EMAIL', 'CHAT')
                                            or t2.case_id is not null then 'Conversation'
                                            else 'Activity'
                                          end
                                        ) in ('Conversation') then to_json(t2."duration_seconds")
                                      end as "durationSeconds",
                                      case
                                        when (
                                          case
                                            when t2.kind = 'SUPPORT_CASE' then 'SupportCase'
                                            when t2.kind = 'PURCHASE' then 'Purchase'
                                            when t2.kind in ('CALL', 'EMAIL', 'CHAT')
                                            or t2.case_id is not null then 'Conversation'
                                            else 'Activity'
                                          end
                                        ) in ('Conversation') then to_json(
                                          (
                                            select
                                              (
                                                select
                                                  row_to_json(o)
                                                from
                                                  (
                                                    select
                                                      t4."subject" as "subject",
                                                      t4."status" as "status"
                                                  ) o
                                              )
                                            from
                                              interaction t4
                                            where
                                              t4.id = t2.case_id
                                              and t4.kind = 'SUPPORT_CASE'
                                            limit
                                              1
                                          )
                                        )
                                      end as "@case"
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
                      (t1.occurred_at)::text as "sort key"
                    from
                      interaction t1
                    where
                      t1.kind = any ($1::text[])
                    order by
                      t1.occurred_at desc,
                      t1.id desc
                    limit
                      $2::int + 1
                  ) t2
              ) as "rows"
          ) o
      ) as data
    offset
      0
  ) answer;
