-- Backlog: 4 statements

-- 2 times
select
  case
    when marked then refreshed
    else now()
  end as facts,
  case
    when marked
    or moved then refreshed
    else now()
  end as memberships
from
  (
    select
      exists (
        select
        from
          change_mark
      ) as marked,
      exists (
        select
        from
          customer_due
        where
          due_at <= now()
      )
      or exists (
        select
        from
          segment d
          left join segment_state s on s.segment_id = d.id
          and s.revision = d.revision
        where
          s.segment_id is null
      )
      or exists (
        select
        from
          journey d
          left join journey_state s on s.journey_id = d.id
          and s.revision = d.revision
        where
          s.journey_id is null
      ) as moved,
      coalesce(
        (
          select
            (value ->> 'asOf')::timestamptz
          from
            setting
          where
            key = 'refresh'
        ),
        'epoch'
      ) as refreshed
  ) as_of;

with
  ids as materialized (
    select
      id,
      floor(
        extract(
          epoch
          from
            occurred_at
        ) * 1000
      )::bigint as opened,
      floor(
        extract(
          epoch
          from
            nullif(
              (
                case
                  when resolved_at is null then 'infinity'::timestamptz
                  else greatest(resolved_at, occurred_at)
                end
              ),
              'infinity'
            )
        ) * 1000
      )::bigint as ended,
      case
        when resolved_at is null
        and status is null then 'U'
        when reopen_count is distinct from 0 then 'R'
        else ''
      end as flag
    from
      interaction
    where
      kind = 'SUPPORT_CASE'
      and (
        case
          when resolved_at is null then 'infinity'::timestamptz
          else greatest(resolved_at, occurred_at)
        end
      ) > $1::timestamptz
      and occurred_at <= $2::timestamptz
  ),
  counted as materialized (
    select
      coalesce(
        (
          select
            i.priority
          from
            interaction i
          where
            i.id = f.case_id
        ),
        ''
      ) as g0,
      ids.*,
      f.subject
    from
      (
        select
          f.source_id,
          f.item,
          f.kind,
          f.subject,
          f.at,
          f.value,
          f.sign,
          f.bin,
          case
            when length(f.unit) > 255 then ''
            else f.unit
          end as unit,
          case
            when length(f.channel) > 255 then null
            else f.channel
          end as channel,
          case
            when length(f.touchpoint) > 255 then null
            else f.touchpoint
          end as touchpoint,
          f.survey_id,
          f.connection_id,
          case
            when length(f.country) > 255 then null
            else f.country
          end as country,
          case
            when length(f.lifecycle_stage) > 255 then null
            else f.lifecycle_stage
          end as lifecycle_stage,
          case
            when length(f.language) > 255 then null
            else f.language
          end as language,
          f.account_id,
          f.case_id,
          f.survey_channel,
          f.agent,
          case
            when not f.value between -1000000000000 and 1000000000000 then 'VALUE'
            when not (
              f.at >= '1900-01-01T00:00:00Z'
              and f.at < date_trunc('year', now(), 'UTC') + interval '11 years'
            ) then 'MOMENT'
            when length(f.channel) > 255
            or length(f.touchpoint) > 255
            or length(f.country) > 255
            or length(f.lifecycle_stage) > 255
            or length(f.language) > 255
            or length(f.unit) > 255 then 'NAME'
          end as odd
        from
          (
            select
              i.id as source_id,
              0 as item,
              'CASE' as kind,
              coalesce(i.customer_id, - i.id) as subject,
              i.occurred_at as at,
              0 as value,
              0 as sign,
              0 as bin,
              '' as unit,
              i.channel as channel,
              i.touchpoint as touchpoint,
              null::bigint as survey_id,
              i.connection_id as connection_id,
              c.country as country,
              c.lifecycle_stage as lifecycle_stage,
              c.language as language,
              c.account_id as account_id,
              i.id as case_id,
              null::text as survey_channel,
              i.agent as agent
            from
              interaction i
              left join customer c on c.id = i.customer_id
            where
              i.id in (
                select
                  id
                from
                  ids
              )
              and i.kind = 'SUPPORT_CASE'
          ) f
      ) f
      join ids on ids.id = f.source_id
    where
      (
        odd is null
        or odd = 'NAME'
      )
  )
select
  null::text[] as "group",
  count(*) as total,
  null as opened,
  null as ended,
  null as subject,
  null as flags
from
  counted
union all
select
  array[g0]::text[],
  count(*),
  string_agg(
    opened::text,
    ' '
    order by
      opened,
      id
  ),
  string_agg(
    coalesce(ended::text, ''),
    ' '
    order by
      opened,
      id
  ),
  string_agg(
    subject::text,
    ' '
    order by
      opened,
      id
  ),
  string_agg(
    flag,
    ' '
    order by
      opened,
      id
  )
from
  counted
where
  (
    select
      count(*)
    from
      counted
  ) <= 1000000
group by
  g0;

with
  ids as materialized (
    select
      id,
      floor(
        extract(
          epoch
          from
            occurred_at
        ) * 1000
      )::bigint as opened,
      floor(
        extract(
          epoch
          from
            nullif(
              (
                case
                  when resolved_at is null then 'infinity'::timestamptz
                  else greatest(resolved_at, occurred_at)
                end
              ),
              'infinity'
            )
        ) * 1000
      )::bigint as ended,
      case
        when resolved_at is null
        and status is null then 'U'
        when reopen_count is distinct from 0 then 'R'
        else ''
      end as flag
    from
      interaction
    where
      kind = 'SUPPORT_CASE'
      and (
        case
          when resolved_at is null then 'infinity'::timestamptz
          else greatest(resolved_at, occurred_at)
        end
      ) > $1::timestamptz
      and occurred_at <= $2::timestamptz
  ),
  counted as materialized (
    select
      ids.*,
      f.subject
    from
      (
        select
          f.source_id,
          f.item,
          f.kind,
          f.subject,
          f.at,
          f.value,
          f.sign,
          f.bin,
          case
            when length(f.unit) > 255 then ''
            else f.unit
          end as unit,
          case
            when length(f.channel) > 255 then null
            else f.channel
          end as channel,
          case
            when length(f.touchpoint) > 255 then null
            else f.touchpoint
          end as touchpoint,
          f.survey_id,
          f.connection_id,
          case
            when length(f.country) > 255 then null
            else f.country
          end as country,
          case
            when length(f.lifecycle_stage) > 255 then null
            else f.lifecycle_stage
          end as lifecycle_stage,
          case
            when length(f.language) > 255 then null
            else f.language
          end as language,
          f.account_id,
          f.case_id,
          f.survey_channel,
          f.agent,
          case
            when not f.value between -1000000000000 and 1000000000000 then 'VALUE'
            when not (
              f.at >= '1900-01-01T00:00:00Z'
              and f.at < date_trunc('year', now(), 'UTC') + interval '11 years'
            ) then 'MOMENT'
            when length(f.channel) > 255
            or length(f.touchpoint) > 255
            or length(f.country) > 255
            or length(f.lifecycle_stage) > 255
            or length(f.language) > 255
            or length(f.unit) > 255 then 'NAME'
          end as odd
        from
          (
            select
              i.id as source_id,
              0 as item,
              'CASE' as kind,
              coalesce(i.customer_id, - i.id) as subject,
              i.occurred_at as at,
              0 as value,
              0 as sign,
              0 as bin,
              '' as unit,
              i.channel as channel,
              i.touchpoint as touchpoint,
              null::bigint as survey_id,
              i.connection_id as connection_id,
              c.country as country,
              c.lifecycle_stage as lifecycle_stage,
              c.language as language,
              c.account_id as account_id,
              i.id as case_id,
              null::text as survey_channel,
              i.agent as agent
            from
              interaction i
              left join customer c on c.id = i.customer_id
            where
              i.id in (
                select
                  id
                from
                  ids
              )
              and i.kind = 'SUPPORT_CASE'
          ) f
      ) f
      join ids on ids.id = f.source_id
    where
      (
        odd is null
        or odd = 'NAME'
      )
  )
select
  null::text[] as "group",
  count(*) as total,
  null as opened,
  null as ended,
  null as subject,
  null as flags
from
  counted
union all
select
  array[]::text[],
  count(*),
  string_agg(
    opened::text,
    ' '
    order by
      opened,
      id
  ),
  string_agg(
    coalesce(ended::text, ''),
    ' '
    order by
      opened,
      id
  ),
  string_agg(
    subject::text,
    ' '
    order by
      opened,
      id
  ),
  string_agg(
    flag,
    ' '
    order by
      opened,
      id
  )
from
  counted
where
  (
    select
      count(*)
    from
      counted
  ) <= 1000000
having
  count(*) > 0;
