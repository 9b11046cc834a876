-- FindCustomers: 1 statement

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
              'DISPLAY_NAME.ASC' as "order",
              (
                select
                  count(*)
                from
                  customer t1
                where
                  t1.deleted_at is null
                  and t1.merged_into is null
                  and t1.search_text like $1::text
                  and t1.search_text like all ($2::text[])
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
                                      'customer_' || t2."id" as "id",
                                      t2."display_name" as "displayName",
                                      t2."email" as "email",
                                      t2."phone" as "phone",
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
                                      ) as "@account"
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
                      (t1.display_name)::text as "sort key"
                    from
                      customer t1
                    where
                      t1.deleted_at is null
                      and t1.merged_into is null
                      and t1.search_text like $1::text
                      and t1.search_text like all ($2::text[])
                    order by
                      t1.display_name asc,
                      t1.id asc
                    limit
                      $3::int + 1
                  ) t2
              ) as "rows"
          ) o
      ) as data
    offset
      0
  ) answer;
