-- WhyInASegment: 5 statements

select
  case
    when pg_column_size(data) <= $1::int then data
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
                  t1."name" as "name",
                  json_build_object('id', t1.id, 'key', t1.key) as "@explain"
              ) o
          )
          order by
            t1.name,
            t1.id
        ),
        '[]'::json
      ) as data
    from
      segment t1
    offset
      0
  ) answer;

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
              t1."display_name" as "displayName",
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
                              to_char(t2."entered_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "enteredAt",
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
                                  segment t3
                                where
                                  t3.id = t2.segment_id
                                limit
                                  1
                              ) as "@segment"
                          ) o
                      )
                      order by
                        t2.name,
                        t2.segment_id
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
                      m.customer_id = t1.id
                  ) t2
              ) as "@segments"
          ) o
      ) as data
    from
      customer t1
    where
      t1.id = (
        with recursive
          chain (id, next) as (
            select
              id,
              merged_into
            from
              customer
            where
              id = $1::bigint
            union
            select
              heir.id,
              heir.merged_into
            from
              chain
              join customer heir on heir.id = chain.next
          )
        select
          id
        from
          chain
        where
          next is null
      )
      and t1.deleted_at is null
      and t1.merged_into is null
    limit
      1
    offset
      0
  ) answer;

select
  key,
  name
from
  journey;

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

with
  t1 as (
    select
      i.customer_id as id,
      count(*) filter (
        where
          i.kind = $3::text
          and i.occurred_at > $4::timestamptz
      ) as n1,
      count(*) filter (
        where
          i.kind = $11::text
          and coalesce(i.resolved_at > $12::timestamptz, true)
          and i.occurred_at > $8::timestamptz
      ) as n2,
      min(
        least(
          case
            when i.kind = $3::text then case
              when i.occurred_at > $4::timestamptz then i.occurred_at + make_interval(secs => $6::float8)
            end
          end,
          case
            when i.kind = $11::text
            and coalesce(i.resolved_at > $12::timestamptz, true) then case
              when i.occurred_at > $8::timestamptz then i.occurred_at + make_interval(secs => $9::float8)
            end
          end,
          case
            when i.kind = $11::text
            and i.resolved_at > $12::timestamptz then i.resolved_at
          end
        )
      ) as due
    from
      interaction i
    where
      i.kind = any ($13::text[])
      and i.occurred_at > $4::timestamptz
      and i.occurred_at <= $12::timestamptz
      and i.customer_id = any (
        array[
          (
            with recursive
              chain (id, next) as (
                select
                  id,
                  merged_into
                from
                  customer
                where
                  id = $1::bigint
                union
                select
                  heir.id,
                  heir.merged_into
                from
                  chain
                  join customer heir on heir.id = chain.next
              )
            select
              id
            from
              chain
            where
              next is null
          )
        ]
      )
    group by
      1
  ),
  t3 as (
    select distinct
      on (f.subject) f.subject as id,
      f.value,
      f.at
    from
      metric_fact f
    where
      f.kind = $15::text
      and f.at > $4::timestamptz
      and f.at <= $12::timestamptz
      and f.subject = any (
        array[
          (
            with recursive
              chain (id, next) as (
                select
                  id,
                  merged_into
                from
                  customer
                where
                  id = $1::bigint
                union
                select
                  heir.id,
                  heir.merged_into
                from
                  chain
                  join customer heir on heir.id = chain.next
              )
            select
              id
            from
              chain
            where
              next is null
          )
        ]
      )
    order by
      f.subject,
      f.at desc,
      f.source_id desc,
      f.item desc
  ),
  t5 as (
    select distinct
      on (f.subject) f.subject as id,
      f.value,
      f.at
    from
      metric_fact f
    where
      f.kind = $16::text
      and f.at > $8::timestamptz
      and f.at <= $12::timestamptz
      and f.subject = any (
        array[
          (
            with recursive
              chain (id, next) as (
                select
                  id,
                  merged_into
                from
                  customer
                where
                  id = $1::bigint
                union
                select
                  heir.id,
                  heir.merged_into
                from
                  chain
                  join customer heir on heir.id = chain.next
              )
            select
              id
            from
              chain
            where
              next is null
          )
        ]
      )
    order by
      f.subject,
      f.at desc,
      f.source_id desc,
      f.item desc
  ),
  t7 as (
    select
      customer_id as id,
      min(occurred_at) as at
    from
      interaction
    where
      occurred_at > $12::timestamptz
      and kind = any ($13::text[])
      and customer_id = any (
        array[
          (
            with recursive
              chain (id, next) as (
                select
                  id,
                  merged_into
                from
                  customer
                where
                  id = $1::bigint
                union
                select
                  heir.id,
                  heir.merged_into
                from
                  chain
                  join customer heir on heir.id = chain.next
              )
            select
              id
            from
              chain
            where
              next is null
          )
        ]
      )
    group by
      1
  ),
  t9 as (
    select
      subject as id,
      min(at) as at
    from
      metric_fact
    where
      at > $12::timestamptz
      and kind = any ($14::text[])
      and subject = any (
        array[
          (
            with recursive
              chain (id, next) as (
                select
                  id,
                  merged_into
                from
                  customer
                where
                  id = $1::bigint
                union
                select
                  heir.id,
                  heir.merged_into
                from
                  chain
                  join customer heir on heir.id = chain.next
              )
            select
              id
            from
              chain
            where
              next is null
          )
        ]
      )
    group by
      1
  ),
  t11 as (
    select
    where
      $2::text is null
      or $3::text is null
      or $4::timestamptz is null
      or $5::float8 is null
      or $6::float8 is null
      or $7::float8 is null
      or $8::timestamptz is null
      or $9::float8 is null
      or $10::float8 is null
      or $11::text is null
      or $12::timestamptz is null
      or $13::text[] is null
      or $14::text[] is null
      or $15::text is null
      or $16::text is null
      or true is null
  )
select
  array[
    coalesce(cardinality(c.emails) = 0, false),
    coalesce(
      not coalesce(
        (
          cardinality(c.emails) = 0
          or not coalesce(cardinality(c.emails) = 0, false)
        ),
        false
      ),
      false
    ),
    coalesce(
      (
        cardinality(c.emails) = 0
        or not coalesce(cardinality(c.emails) = 0, false)
      ),
      false
    ),
    coalesce(cardinality(c.emails) = 0, false),
    coalesce(not coalesce(cardinality(c.emails) = 0, false), false),
    coalesce(cardinality(c.emails) = 0, false),
    coalesce(c.country = $2::text, false),
    coalesce(
      (
        (t2.n1 >= $5::float8)
        and (
          (
            t4.at > $4::timestamptz
            and t4.value <= $7::float8
          )
          or (
            t6.at > $8::timestamptz
            and t6.value <= $10::float8
          )
          or (t2.n2 >= $5::float8)
        )
      ),
      false
    ),
    coalesce((t2.n1 >= $5::float8), false),
    coalesce(
      (
        (
          t4.at > $4::timestamptz
          and t4.value <= $7::float8
        )
        or (
          t6.at > $8::timestamptz
          and t6.value <= $10::float8
        )
        or (t2.n2 >= $5::float8)
      ),
      false
    ),
    coalesce(
      (
        t4.at > $4::timestamptz
        and t4.value <= $7::float8
      ),
      false
    ),
    coalesce(
      (
        t6.at > $8::timestamptz
        and t6.value <= $10::float8
      ),
      false
    ),
    coalesce((t2.n2 >= $5::float8), false)
  ] as holds
from
  customer c
  left join t1 t2 on t2.id = c.id
  left join t3 t4 on t4.id = c.id
  left join t5 t6 on t6.id = c.id
  left join t7 t8 on t8.id = c.id
  left join t9 t10 on t10.id = c.id
where
  c.deleted_at is null
  and c.merged_into is null
  and c.id = any (
    array[
      (
        with recursive
          chain (id, next) as (
            select
              id,
              merged_into
            from
              customer
            where
              id = $1::bigint
            union
            select
              heir.id,
              heir.merged_into
            from
              chain
              join customer heir on heir.id = chain.next
          )
        select
          id
        from
          chain
        where
          next is null
      )
    ]
  );
