// Who waits for a refresh, and taking them off the list.
import type { Sql } from '../../base/database/sql.ts';
import { DURATIONS } from '../metrics/facts/business-sql.ts';

export interface Waiting {
  readonly subject: number;
  /** Since when; null where nothing changed and everybody is looked at. */
  readonly markedAt: Date | null;
}

const MARKS = 'select subject, marked_at from change_mark';
const inOrder = (rows: string) =>
  `select subject, min(marked_at) as "markedAt" from (${rows}) w group by subject order by subject`;

/** Of nobody, or of a customer who went with the source that knew them. */
const ownerless = (table: string) => `union all
  select coalesce(t.customer_id, -t.id), null from ${table} t left join customer c on c.id = t.customer_id where c.id is null`;

/** SQL of `Waiting`. */
export const MARKED = inOrder(MARKS);
/** The same of all subjects there are. */
export const EVERYBODY = inOrder(`${MARKS} union all select id, null from customer
  ${['interaction', 'survey_response', 'survey_invitation'].map(ownerless).join(' ')}
  union all select customer_id, null from journey_visit union all select customer_id, null from segment_member
  union all select customer_id, null from segment_candidate`);

export async function hasMarks(sql: Sql): Promise<boolean> {
  const row = await sql.one<{ waiting: boolean }>(
    `select exists (select from change_mark) as waiting`,
    [],
    'marks-waiting',
  );
  return row!.waiting;
}

/** The id of the newest mark seen here: marks whose transactions are seen later stay for the next time. */
export async function newestMark(tx: Sql): Promise<number> {
  return (await tx.one<{ id: number }>('select coalesce(max(id), 0) as id from change_mark', [], 'marks-newest'))!.id;
}

export async function forgetMarks(tx: Sql, newest: number): Promise<void> {
  await tx.query('delete from change_mark where id <= $1', [newest], 'marks-forget');
}

/** They go on waiting, and since then. */
export async function putBack(tx: Sql, waiting: readonly Waiting[]): Promise<void> {
  if (waiting.length === 0) return;
  await tx.query(
    `insert into change_mark (subject, marked_at) select subject, coalesce(marked_at, now())
     from unnest($1::bigint[], $2::timestamptz[]) w(subject, marked_at)`,
    [waiting.map(one => one.subject), waiting.map(one => one.markedAt)],
    'marks-put-back',
  );
}

/** All of whom durations were measured: another calendar measures them otherwise. Gives how many there are. */
export async function markMeasured(tx: Sql): Promise<number> {
  const row = await tx.one<{ n: number }>(
    `with marked as (
       insert into change_mark (subject) select distinct subject from metric_fact where kind = any($1::text[]) returning 1
     ) select count(*) as n from marked`,
    [DURATIONS],
    'marks-measured',
  );
  return row!.n;
}
