// Subjects that cannot be worked off wait here, so that all others move on.
import type { Sql } from '../../base/database/sql.ts';
import { ODDITIES } from '../metrics/facts/bounds-sql.ts';
import { LEFT_OUT } from '../metrics/facts/rebuild-facts.ts';
import type { LeftOut } from '../metrics/facts/update-facts.ts';

/** Where the work on a subject is. */
export type Step = 'FACTS' | 'SCORES' | 'JOURNEYS' | 'SEGMENTS';

export interface Failed {
  readonly subject: number;
  readonly step: Step;
  readonly reason: string;
}

/** Tried again by itself after ten minutes, then after twice that each time, and every day in the end. */
const NEXT = (attempts: string) =>
  `$4::timestamptz + least(interval '10 minutes' * power(2, least(${attempts}, 10) - 1), interval '1 day')`;

/** Whether anybody's turn has come to be tried again. */
export async function isTurn(sql: Sql, now: Date): Promise<boolean> {
  const row = await sql.one<{ due: boolean }>(
    'select exists (select from set_aside where next_at <= $1) as due',
    [now],
    'aside-due',
  );
  return row!.due;
}

/** Those among these subjects who failed before. Something of theirs changed, so their turn comes at once. */
export async function suspectsAmong(tx: Sql, subjects: readonly number[], asOf: Date): Promise<Set<number>> {
  const rows = await tx.query<{ subject: number }>(
    'update set_aside set next_at = $2 where subject = any($1::bigint[]) and not partial returning subject',
    [subjects, asOf],
    'aside-suspects',
  );
  return new Set(rows.map(row => row.subject));
}

/** So many of those whose turn has come, who waits longest first. */
export async function turnsOf(tx: Sql, asOf: Date, most: number): Promise<number[]> {
  const rows = await tx.query<{ subject: number }>(
    'select subject from set_aside where next_at <= $1 order by next_at, subject limit $2',
    [asOf, most],
    'aside-turns',
  );
  return rows.map(row => row.subject);
}

/** Gives those who were not there before. */
export async function setAside(tx: Sql, failed: readonly Failed[], asOf: Date): Promise<Failed[]> {
  if (failed.length === 0) return [];
  const rows = await tx.query<{ subject: number; attempts: number }>(
    `insert into set_aside as s (subject, step, reason, partial, first_at, last_at, next_at)
     select subject, step, reason, false, $4, $4, ${NEXT('1')}
     from unnest($1::bigint[], $2::text[], $3::text[]) f(subject, step, reason)
     on conflict (subject) do update set step = excluded.step, reason = excluded.reason, partial = false,
       attempts = s.attempts + 1, last_at = excluded.last_at, next_at = ${NEXT('s.attempts + 1')}
     returning s.subject, s.attempts`,
    [failed.map(one => one.subject), failed.map(one => one.step), failed.map(one => one.reason), asOf],
    'aside-set',
  );
  const first = new Set(rows.filter(({ attempts }) => attempts === 1).map(({ subject }) => subject));
  return failed.filter(({ subject }) => first.has(subject));
}

/** Those who could be worked off. */
export async function takeUp(tx: Sql, subjects: readonly number[]): Promise<void> {
  await tx.query(
    'delete from set_aside where subject = any($1::bigint[]) and not partial',
    [subjects],
    'aside-take-up',
  );
}

/** Of these subjects nothing but this is left out. Gives what was not known before. */
export async function noteLeftOut(
  tx: Sql,
  subjects: readonly number[],
  odd: readonly LeftOut[],
  asOf: Date,
): Promise<Failed[]> {
  await tx.query(
    'delete from set_aside where partial and subject = any($1::bigint[]) and subject <> all($2::bigint[])',
    [subjects, odd.map(one => one.subject)],
    'aside-partial-gone',
  );
  if (odd.length === 0) return [];
  const rows = await tx.query<{ subject: number; reason: string }>(
    NOTE(`unnest($1::bigint[], $2::text[]) o(subject, reason)`),
    [odd.map(one => one.subject), odd.map(one => ODDITIES[one.odd]), asOf],
  );
  return rows.map(row => ({ ...row, step: 'FACTS' }));
}

/** The same of everybody. Tells only how many there are. */
export async function noteAllLeftOut(tx: Sql, asOf: Date): Promise<number> {
  await tx.query('delete from set_aside where partial');
  const words = Object.entries(ODDITIES).map(([odd, reason]) => `when '${odd}' then '${reason}'`);
  const row = await tx.one<{ n: number }>(
    `with o as (select subject, case odd ${words.join(' ')} end as reason from (${LEFT_OUT}) l),
     noted as (${NOTE('o').replaceAll('$3', '$1')})
     select count(*) as n from noted`,
    [asOf],
  );
  return row!.n;
}

const NOTE = (odd: string) => `
insert into set_aside as s (subject, step, reason, partial, first_at, last_at, next_at)
select subject, 'FACTS', reason, true, $3::timestamptz, $3::timestamptz, null::timestamptz from ${odd}
on conflict (subject) do update set step = excluded.step, reason = excluded.reason, last_at = excluded.last_at
where s.partial and s.reason <> excluded.reason
returning s.subject, s.reason`;
