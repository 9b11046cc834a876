-- The profile: 1 statement

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
              t1."display_name" as "displayName",
              (
                select
                  (
                    select
                      row_to_json(o)
                    from
                      (
                        select
                          t2."name" as "name",
                          t2."industry" as "industry"
                      ) o
                  )
                from
                  account t2
                where
                  t2.id = t1.account_id
                  and t2.deleted_at is null
                  and t2.merged_into is null
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
                              t3."kind" as "kind",
                              t3."value" as "value",
                              t3."source" as "source"
                          ) o
                      )
                      order by
                        t3.kind,
                        t3.value
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
                      r.customer_id = t1.id
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
                            own.customer_id = t1.id
                            and substr(own.ref, strpos(own.ref, ':') + 1) = substr(i.value, strpos(i.value, ':') + 1)
                        )
                      )
                    order by
                      i.kind,
                      i.value,
                      i.first_seen_at,
                      i.record_id
                  ) t3
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
                              t4."value" as "value",
                              t4."source" as "source",
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
                                              t5."value" as "value",
                                              t5."source" as "source"
                                          ) o
                                      )
                                      order by
                                        t5.observed_at desc,
                                        t5.id
                                    ),
                                    '[]'::json
                                  )
                                from
                                  (
                                    select
                                      r.id,
                                      r.fields -> t4.field as value,
                                      k.key as source,
                                      coalesce((r.observed ->> t4.field)::timestamptz, r.version) as observed_at
                                    from
                                      person_record r
                                      join connection k on k.id = r.connection_id
                                    where
                                      r.customer_id = t4.customer_id
                                      and r.live
                                      and r.id <> t4.winner
                                      and r.fields ? t4.field
                                  ) t5
                              ) as "@others"
                          ) o
                      )
                      order by
                        t4.field
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
                      t1.id as customer_id,
                      (f.value ->> 'at')::timestamptz as observed_at
                    from
                      jsonb_each(t1.provenance) f
                      join person_record w on w.id = (f.value ->> 'record')::bigint
                      join connection k on k.id = w.connection_id
                    where
                      f.key = any ($3::text[])
                  ) t4
              ) as "@provenance"
          ) o
      ) as data
    from
      customer t1
    where
      t1.id = (
        select
          case
            when count(distinct c.id) = 1 then min(c.id)
          end
        from
          identifier i
          join person_record r on r.id = i.record_id
          join customer c on c.id = r.customer_id
        where
          i.kind = $1::text
          and i.value = $2::text
          and c.deleted_at is null
          and c.merged_into is null
      )
      and t1.deleted_at is null
      and t1.merged_into is null
    limit
      1
    offset
      0
  ) answer;
