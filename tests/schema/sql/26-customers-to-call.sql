-- CustomersToCall: 1 statement

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
              $1::int as "size",
              false as "backward",
              false as "continued",
              'LIFETIME_VALUE.DESC' as "order",
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
                                          (
                                            select
                                              row_to_json(o)
                                            from
                                              (
                                                select
                                                  t3."name" as "name"
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
                                          (
                                            select
                                              row_to_json(o)
                                            from
                                              (
                                                select
                                                  case
                                                    when t4.lifetime_value is not null then (
                                                      select
                                                        row_to_json(o)
                                                      from
                                                        (
                                                          select
                                                            t4."lifetime_value" as "amount",
                                                            coalesce(t4.currency, 'XXX') as "currency"
                                                        ) o
                                                    )
                                                  end as "@lifetimeValue",
                                                  t4."churn_risk" as "churnRisk",
                                                  t4."health" as "health",
                                                  t4."latest_nps" as "latestNps",
                                                  t4."latest_csat" as "latestCsat",
                                                  t4."latest_ces" as "latestCes"
                                              ) o
                                          )
                                        from
                                          (
                                            select
                                              c.id as customer_id,
                                              s.latest_nps,
                                              s.latest_csat,
                                              s.latest_csat_scale,
                                              s.latest_ces,
                                              s.latest_ces_scale,
                                              nullif(s.health, '-infinity') as health,
                                              s.health_version,
                                              s.health_coverage,
                                              s.churn_risk,
                                              case
                                                when s.churn_risk is not null then null
                                                when coalesce(s.purchases, 0) = 0 then 'NO_PURCHASE'
                                                when s.purchases = 1 then 'ONE_PURCHASE'
                                                when s.model_version is null then 'NO_MODEL'
                                                else 'UNCLEAR_MODEL'
                                              end as churn_risk_missing,
                                              nullif(s.lifetime_value, '-infinity') as lifetime_value,
                                              nullif(s.currency, '') as currency,
                                              s.model_version,
                                              s.computed_at
                                            from
                                              customer c
                                              left join customer_score s on s.customer_id = c.id
                                          ) t4
                                        where
                                          t4.customer_id = t2.id
                                        limit
                                          1
                                      ) as "@scores",
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
                                                              t6."sort key" as "key",
                                                              t6.id as "id",
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
                                                                      to_char(t6."occurred_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "occurredAt",
                                                                      t6."kind" as "kind",
                                                                      t6."subject" as "subject"
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
                                                      t5.*,
                                                      (t5.occurred_at)::text as "sort key"
                                                    from
                                                      interaction t5
                                                    where
                                                      t5.customer_id = t2.id
                                                    order by
                                                      t5.occurred_at desc,
                                                      t5.id desc
                                                    limit
                                                      $2::int + 1
                                                  ) t6
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
                      (score.lifetime_value)::text as "sort key"
                    from
                      customer t1
                      join customer_score score on score.customer_id = t1.id
                    where
                      t1.deleted_at is null
                      and t1.merged_into is null
                    order by
                      score.lifetime_value desc,
                      score.customer_id desc
                    limit
                      $1::int + 1
                  ) t2
              ) as "rows"
          ) o
      ) as data
    offset
      0
  ) answer;
