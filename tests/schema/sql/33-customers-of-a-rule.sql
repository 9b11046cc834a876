-- CustomersOfARule: 2 statements

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
              'LIFETIME_VALUE.DESC' as "order",
              (
                select
                  count(*)
                from
                  customer t1
                where
                  t1.deleted_at is null
                  and t1.merged_into is null
                  and t1.id in (
                    with
                      t3 as (
                        select
                        where
                          $1::float8 is null
                          or $2::float8 is null
                          or true is null
                      )
                    select
                      c.id
                    from
                      customer c
                      left join customer_score t2 on t2.customer_id = c.id
                    where
                      c.deleted_at is null
                      and c.merged_into is null
                      and (
                        nullif(t2.health, '-infinity') < $1::float8
                        or t2.churn_risk > $2::float8
                      )
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
                              t4."sort key" as "key",
                              t4.id as "id",
                              (
                                select
                                  row_to_json(o)
                                from
                                  (
                                    select
                                      'customer_' || t4."id" as "id",
                                      t4."display_name" as "displayName",
                                      t4."email" as "email",
                                      (
                                        select
                                          (
                                            select
                                              row_to_json(o)
                                            from
                                              (
                                                select
                                                  t5."health" as "health",
                                                  t5."churn_risk" as "churnRisk"
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
                                          ) t5
                                        where
                                          t5.customer_id = t4.id
                                        limit
                                          1
                                      ) as "@scores",
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
                                                                  t7."key" as "key",
                                                                  t7."name" as "name"
                                                              ) o
                                                          )
                                                        from
                                                          segment t7
                                                        where
                                                          t7.id = t6.segment_id
                                                        limit
                                                          1
                                                      ) as "@segment"
                                                  ) o
                                              )
                                              order by
                                                t6.name,
                                                t6.segment_id
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
                                              m.customer_id = t4.id
                                          ) t6
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
                      t1.*,
                      (score.lifetime_value)::text as "sort key"
                    from
                      customer t1
                      join customer_score score on score.customer_id = t1.id
                    where
                      t1.deleted_at is null
                      and t1.merged_into is null
                      and t1.id in (
                        with
                          t3 as (
                            select
                            where
                              $1::float8 is null
                              or $2::float8 is null
                              or true is null
                          )
                        select
                          c.id
                        from
                          customer c
                          left join customer_score t2 on t2.customer_id = c.id
                        where
                          c.deleted_at is null
                          and c.merged_into is null
                          and (
                            nullif(t2.health, '-infinity') < $1::float8
                            or t2.churn_risk > $2::float8
                          )
                      )
                    order by
                      score.lifetime_value desc,
                      score.customer_id desc
                    limit
                      $3::int + 1
                  ) t4
              ) as "rows"
          ) o
      ) as data
    offset
      0
  ) answer;

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
