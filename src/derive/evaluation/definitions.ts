// Segments and journeys that cannot be evaluated, whoever the customers are: all others go on without them.
import { type Sql, savepoint } from '../../base/database/sql.ts';
import { isFault, reasonOf } from './poison.ts';

export interface Definition {
  readonly id: number;
  readonly revision: number;
}
type Kind = 'segment' | 'journey';

/** One that was set aside as a whole. */
export interface Broken {
  readonly kind: Kind;
  readonly id: number;
  readonly reason: string;
}

type Work<D> = (definition: D) => Promise<void>;

/** Has each of them worked alone, and whichever fails is set aside. */
export async function breakApart<D extends Definition>(
  tx: Sql,
  kind: Kind,
  all: readonly D[],
  work: Work<D>,
): Promise<Broken[]> {
  const broken: Broken[] = [];
  for (const one of all)
    try {
      await savepoint(tx, () => work(one));
    } catch (error) {
      if (!isFault(error)) throw error;
      broken.push({ kind, id: one.id, reason: reasonOf(error) });
      await tx.query(ASIDE[kind], [one.id, one.revision, reasonOf(error)]);
    }
  return broken;
}

/**
 * It counts as not evaluated from now on, and what is stored of it is not kept up. It is tried again when it is saved
 * anew, by another version, and every day.
 */
const aside = (kind: Kind, moment: string) => `
insert into ${kind}_state as t (${kind}_id, revision, ${moment}, failed_revision, failure, failed_at)
values ($1, 0, now(), $2, $3, now())
on conflict (${kind}_id) do update set revision = 0, failed_revision = excluded.failed_revision, failure = excluded.failure,
  failed_at = excluded.failed_at, begun_revision = null`;
const ASIDE = { segment: aside('segment', 'evaluated_at'), journey: aside('journey', 'walked_at') } as const;

/** SQL: whether the revision `row`.revision was set aside and its next turn has not come. */
export const isSetAsideSql = (row: string, state: string): string =>
  `coalesce(${state}.failed_revision = ${row}.revision and ${state}.failed_at > now() - interval '1 day', false)`;

/** Another version may evaluate them. */
export async function retryDefinitions(tx: Sql): Promise<void> {
  for (const kind of ['segment', 'journey'])
    await tx.query(`update ${kind}_state set failed_at = '-infinity' where failed_revision is not null`);
}
