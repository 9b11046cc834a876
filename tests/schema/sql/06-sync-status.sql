-- SyncStatus: 1 statement

select
  case
    when pg_column_size(data) <= $2::int then data
  end as data,
  pg_column_size(data) as bytes
from
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
                  t1."key" as "key",
                  t1."name" as "name",
                  case
                    when t1.deleted_through is not null then 'DELETING'
                    when t1.paused then 'PAUSED'
                    else t1.status
                  end as "status",
                  case
                    when t1.status <> 'READY' then t1.status_message
                  end as "statusMessage",
                  t1."connector" as "@connector",
                  case
                    when t1.schedule_cron is not null
                    or t1.schedule_every is not null then (
                      select
                        row_to_json(o)
                      from
                        (
                          select
                            t1."schedule_every" as "every",
                            t1."schedule_cron" as "cron",
                            t1."id" as "nextRunAt"
                        ) o
                    )
                  end as "@schedule",
                  case
                    when t1.rate_limit is not null then (
                      select
                        row_to_json(o)
                      from
                        (
                          select
                            case
                              when (t1.rate_limit ->> 'remaining')::float8 > 2147483647 then 2147483647
                              else (t1.rate_limit ->> 'remaining')::float8
                            end as "remaining",
                            case
                              when (t1.rate_limit ->> 'limit')::float8 > 2147483647 then 2147483647
                              else (t1.rate_limit ->> 'limit')::float8
                            end as "limit"
                        ) o
                    )
                  end as "@rateLimit",
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
                                  t2."name" as "name",
                                  t2."enabled" as "enabled",
                                  t2."records" as "records",
                                  t2."source_records" as "sourceRecords",
                                  t2."rejected" as "rejected",
                                  to_char(t2."synced_through" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "syncedThrough"
                              ) o
                          )
                          order by
                            t2.position
                        ),
                        '[]'::json
                      )
                    from
                      (
                        select
                          d.stream as name,
                          d.position,
                          d.stream <> all (t1.disabled_streams) as enabled,
                          coalesce(state.records, 0) as records,
                          state.cursor,
                          state.synced_through,
                          state.source_count as source_records,
                          (
                            select
                              count(*)
                            from
                              rejected_record r
                            where
                              r.connection_id = t1.id
                              and d.objects ? r.object
                          ) as rejected
                        from
                          jsonb_to_recordset($1::jsonb) d (connector text, stream text, objects jsonb, position int)
                          left join stream_state state on state.connection_id = t1.id
                          and state.stream = d.stream
                        where
                          d.connector = t1.connector
                      ) t2
                  ) as "@streams",
                  (
                    select
                      (
                        select
                          row_to_json(o)
                        from
                          (
                            select
                              'run_' || t3."id" as "id",
                              t3."status" as "status",
                              t3."mode" as "mode",
                              case t3.status
                                when 'SUCCEEDED' then 1
                                else (
                                  select
                                    case
                                      when bool_and(
                                        expected is not null
                                        or status in ('SUCCEEDED', 'FAILED', 'CANCELLED')
                                      ) then least(1, sum(read)::float8 / nullif(sum(greatest(coalesce(expected, 0), read)), 0))
                                    end
                                  from
                                    stream_run
                                  where
                                    run_id = t3.id
                                )
                              end as "progress",
                              (
                                select
                                  coalesce(sum(read), 0)
                                from
                                  stream_run
                                where
                                  run_id = t3.id
                              ) as "read",
                              (
                                select
                                  coalesce(sum(created), 0)
                                from
                                  stream_run
                                where
                                  run_id = t3.id
                              ) as "created",
                              (
                                select
                                  coalesce(sum(updated), 0)
                                from
                                  stream_run
                                where
                                  run_id = t3.id
                              ) as "updated",
                              (
                                select
                                  coalesce(sum(deleted), 0)
                                from
                                  stream_run
                                where
                                  run_id = t3.id
                              ) as "deleted",
                              to_char(t3."started_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "startedAt",
                              to_char(t3."finished_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "finishedAt",
                              t3."error" as "error"
                          ) o
                      )
                    from
                      sync_run t3
                    where
                      t3.connection_id = t1.id
                      and t3.id = (
                        select
                          max(id)
                        from
                          sync_run
                        where
                          connection_id = t1.id
                      )
                    limit
                      1
                  ) as "@lastRun"
              ) o
          )
          order by
            t1.key
        ),
        '[]'::json
      ) as data
    from
      connection t1
    where
      (
        t1.disconnected_at is null
        or t1.deleted_through is not null
      )
      and t1.connector <> 'api'
    offset
      0
  ) answer;
