-- MembersOfASegment: 1 statement

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
              t1."name" as "name",
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
              json_build_object('id', t1.id, 'key', t1.key) as "@csat",
              json_build_object('id', t1.id, 'key', t1.key) as "@resolution",
              (
                select
                  row_to_json(o)
                from
                  (
                    select
                      $2::int as "size",
                      false as "backward",
                      false as "continued",
                      'ENTERED_AT.DESC' as "order",
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
                                      t3."sort key" as "key",
                                      t3.id as "id",
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
                                                      'customer_' || t3."id" as "id",
                                                      t3."display_name" as "displayName",
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
                                              ) as "@node"
                                          ) o
                                      ) as "@edges"
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
                              $2::int + 1
                          ) t3
                      ) as "rows"
                  ) o
              ) as "@customers"
          ) o
      ) as data
    from
      segment t1
    where
      t1.key = $1::text
    limit
      1
    offset
      0
  ) answer;
