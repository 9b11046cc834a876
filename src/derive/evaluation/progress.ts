// How far everybody was evaluated by segments and journeys that were saved: bit by bit, in the order of customers' ids.
import type { Sql } from '../../base/database/sql.ts';
import { type Definition, isSetAsideSql } from './definitions.ts';

export interface Progress extends Definition {
  /** Whether everybody is still to be evaluated by it. */
  readonly isWaiting: boolean;
  /** The revision that is being worked on; null for none. */
  readonly begun: number | null;
  /** Customers up to this id are done. */
  readonly reached: number;
}

/** So many customers are evaluated a time. Where there are fewer, they are evaluated in one go. */
export const CHUNK = 20_000;
/** No customer has a larger id. */
const EVERYBODY = Number.MAX_SAFE_INTEGER;

const MOMENT = { segment: 'evaluated_at', journey: 'walked_at' } as const;
type Kind = keyof typeof MOMENT;

/** It is being worked on, so whoever changes meanwhile must be evaluated by it too. */
export const isBegun = ({ isWaiting, begun, revision }: Progress): boolean => isWaiting && begun === revision;
export const isThrough = (one: Progress): boolean => isBegun(one) && one.reached === EVERYBODY;

/** Those that have come least far: they are worked on together. */
export function furthestBehind<P extends Progress>(all: readonly P[]): P[] {
  const behind = all.filter(one => isBegun(one) && one.reached < EVERYBODY);
  const least = Math.min(...behind.map(({ reached }) => reached));
  return behind.filter(({ reached }) => reached === least);
}

export async function isSmall(sql: Sql, chunk = CHUNK): Promise<boolean> {
  const row = await sql.one<{ n: number }>('select count(*) as n from (select from customer limit $1) c', [chunk + 1]);
  return row!.n <= chunk;
}

/** Whether one was saved or deleted since everybody was evaluated. */
export async function hasNew(sql: Sql, kind: Kind): Promise<boolean> {
  const row = await sql.one<{ waiting: boolean }>(
    `select exists (
       select from ${kind} d full join ${kind}_state t on t.${kind}_id = d.id
       where d.revision is distinct from t.revision and not ${isSetAsideSql('d', 't')}
     ) as waiting`,
    [],
    `${kind}s-waiting`,
  );
  return row!.waiting;
}

/** From the first customer on, whatever was done by an earlier revision. */
export async function begin(tx: Sql, kind: Kind, all: readonly Definition[]): Promise<void> {
  await tx.query(
    `insert into ${kind}_state as t (${kind}_id, revision, ${MOMENT[kind]}, begun_revision, reached)
     select id, 0, now(), revision, 0 from unnest($1::bigint[], $2::int[]) d(id, revision)
     on conflict (${kind}_id) do update set begun_revision = excluded.begun_revision, reached = 0`,
    [all.map(({ id }) => id), all.map(({ revision }) => revision)],
  );
}

/** Null for everybody. */
export async function reach(tx: Sql, kind: Kind, all: readonly Definition[], through: number | null): Promise<void> {
  await tx.query(`update ${kind}_state set reached = $2 where ${kind}_id = any($1::bigint[])`, [
    all.map(({ id }) => id),
    through ?? EVERYBODY,
  ]);
}

/** The next visible customers, without those who are set aside: they are evaluated when they are taken up. */
export async function customersAfter(tx: Sql, after: number, most: number): Promise<number[]> {
  const rows = await tx.query<{ id: number }>(
    `select id from customer c where id > $1 and deleted_at is null and merged_into is null
       and not exists (select from set_aside a where a.subject = c.id and not a.partial) order by id limit $2`,
    [after, most],
    'progress-customers',
  );
  return rows.map(({ id }) => id);
}
