-- RejectedRecords: 1 statement

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
              'REJECTED_AT.DESC' as "order",
              (
                select
                  count(*)
                from
                  rejected_record t1
                where
                  true
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
                                      (
                                        select
                                          (
                                            select
                                              row_to_json(o)
                                            from
                                              (
                                                select
                                                  t3."key" as "key"
                                              ) o
                                          )
                                        from
                                          connection t3
                                        where
                                          t3.id = t2.connection_id
                                        limit
                                          1
                                      ) as "@connection",
                                      t2."object" as "object",
                                      t2."external_id" as "externalId",
                                      t2."taken" as "taken",
                                      t2."reason" as "reason",
                                      t2."fields" as "fields",
                                      to_char(t2."rejected_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "rejectedAt",
                                      t2."attempts" as "attempts",
                                      t2."payload" as "payload"
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
                      (t1.rejected_at)::text as "sort key"
                    from
                      rejected_record t1
                    where
                      true
                    order by
                      t1.rejected_at desc,
                      t1.id desc
                    limit
                      $1::int + 1
                  ) t2
              ) as "rows"
          ) o
      ) as data
    offset
      0
  ) answer;
