-- Diagnose: 7 statements

select
  'segment ' || d.key as subject,
  t.failure
from
  segment d
  join segment_state t on t.segment_id = d.id
  and t.failed_revision = d.revision
  and t.revision <> d.revision
union all
select
  'journey ' || d.key as subject,
  t.failure
from
  journey d
  join journey_state t on t.journey_id = d.id
  and t.failed_revision = d.revision
  and t.revision <> d.revision;

select
  (
    select
      (value ->> 'asOf')::timestamptz
    from
      setting
    where
      key = 'refresh'
  ) as "asOf",
  m.since as "waitingSince",
  coalesce(m.since < now() - make_interval(mins => $1), false) as "isLate",
  (
    select
      count(*)
    from
      set_aside
  ) as "setAside"
from
  (
    select
      min(marked_at) as since
    from
      change_mark
  ) m;

select
  (value ->> 'since')::timestamptz as since,
  (value ->> 'failures')::int as failures,
  value ->> 'reason' as reason
from
  setting
where
  key = 'refresh-failure';

select
  c.key,
  c.status,
  c.status_message as message,
  c.paused,
  exists (
    select
    from
      sync_run r
    where
      r.connection_id = c.id
  ) as runs
from
  connection c
where
  c.disconnected_at is null
  and c.connector <> 'api'
  and (
    $1::bigint is null
    or c.id = $1
  )
order by
  c.key;

select
  c.key,
  r.reason,
  count(*) as n
from
  rejected_record r
  join connection c on c.id = r.connection_id
where
  $1::bigint is null
  or c.id = $1
group by
  1,
  2
order by
  n desc,
  1,
  2
limit
  20;

select
  current_setting('server_version') as version;

select
  step,
  reason,
  partial,
  count(*) as n,
  to_json(
    (
      array_agg(
        subject
        order by
          last_at desc,
          subject
      )
    ) [1:5]
  ) as examples
from
  set_aside
group by
  1,
  2,
  3
order by
  n desc,
  2
limit
  20;
