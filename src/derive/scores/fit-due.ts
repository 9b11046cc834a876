// When the lifetime models are to be fitted beside every night: after a first sync, and when the night was missed.
import type { Sql } from '../../base/database/sql.ts';

const MOST_HOURS = 30;

/** Not while there is something to refresh, for it may bring purchases. */
export async function isFitDue(sql: Sql): Promise<boolean> {
  const row = await sql.one<{ due: boolean }>(DUE, [MOST_HOURS], 'lifetime-due');
  return row!.due;
}

/** To be called before what is fitted is read: what comes later is fitted the next time. */
export async function noteFit(sql: Sql): Promise<void> {
  await sql.query(
    `insert into setting (key, value) values ('lifetime', jsonb_build_object('startedAt', now()))
     on conflict (key) do update set value = excluded.value`,
  );
}

const DUE = `
with last as (
  select coalesce((select (value ->> 'startedAt')::timestamptz from setting where key = 'lifetime'), '-infinity') as at
)
select not exists (select from change_mark)
  and exists (select from metric_fact where kind = 'PURCHASE')
  and (last.at < now() - make_interval(hours => $1) or exists (
    select from (select * from sync_run order by id desc limit 1000) r
    where r.status = 'SUCCEEDED' and not r.dry_run and r.finished_at >= last.at and (r.mode = 'FULL' or not exists (
      select from sync_run e where e.connection_id = r.connection_id and e.id < r.id and e.status = 'SUCCEEDED' and not e.dry_run
    ))
  )) as due
from last`;
