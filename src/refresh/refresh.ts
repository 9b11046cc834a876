// Works the marks off: facts, cells and whatever else follows from them become exact as of one moment.
import type { Sql } from '../database/sql.ts';
import { dueNoLater } from '../journeys/due.ts';
import { hasNewJourneys, refreshJourneys, walkNewJourneys } from '../journeys/refresh-journeys.ts';
import { rebuildFacts } from '../metrics/facts/rebuild-facts.ts';
import { dropCells, updateFacts } from '../metrics/facts/update-facts.ts';
import { refreshScores } from '../scores/refresh-scores.ts';
import { isSomebodyDue, takeDue } from '../segments/due.ts';
import {
  type Cause,
  evaluateNewSegments,
  hasNewSegments,
  recountSizes,
  refreshSegments,
} from '../segments/refresh-segments.ts';

export interface Refreshed {
  /** The moment that everything is exact as of. */
  readonly asOf: Date;
  readonly subjects: number;
  /** Facts that differed. */
  readonly facts: number;
}

/** So many subjects a statement; all of them are one transaction, so that no reader sees a mixture. */
const BATCH = 20_000;
const SERIALIZATION_FAILURE = '40001';

/** `now` is the database's own moment unless told. */
export interface RefreshOptions {
  readonly anew?: boolean;
  readonly now?: Date | null;
}

/**
 * Null when another program is at it, which will see to the rest. With `anew` nothing that was counted before is
 * believed: everything is counted from what is stored, while readers go on with the old figures until it is done.
 */
export async function refresh(sql: Sql, { anew = false, now = null }: RefreshOptions = {}): Promise<Refreshed | null> {
  try {
    return await sql.transaction(async tx => {
      await tx.query('set transaction isolation level repeatable read');
      const [lock] = await tx.query<{ free: boolean; now: Date }>(
        `select pg_try_advisory_xact_lock(hashtext('cxgraph.refresh')) as free, now() as now`,
      );
      if (!lock!.free) return null;
      return work(tx, { anew, now, asOf: now ?? lock!.now });
    });
  } catch (error) {
    // Another refresh ended between our first look and our lock.
    if ((error as { code?: string }).code === SERIALIZATION_FAILURE) return null;
    throw error;
  }
}

async function work(tx: Sql, { anew, now, asOf }: { anew: boolean; now: Date | null; asOf: Date }): Promise<Refreshed> {
  let facts = 0;
  if (anew) {
    facts = await rebuildFacts(tx);
    await markEverybody(tx);
  }
  // Only marks whose transactions are seen here go; later ones stay for the next time.
  const marks = await tx.query<{ subject: number }>(`delete from change_mark returning subject`);
  const subjects = [...new Set(marks.map(row => row.subject))].sort((a, b) => a - b);
  const isDue = await isSomebodyDue(tx, asOf);
  const isNew = (await hasNewJourneys(tx)) || (await hasNewSegments(tx));
  if (subjects.length === 0 && !isDue && !isNew) return { asOf, subjects: 0, facts };
  const empty: string[] = [];
  for (const batch of batches(subjects)) {
    if (!anew) {
      const updated = await updateFacts(tx, batch);
      facts += updated.facts;
      empty.push(...updated.empty);
    }
    await refreshScores(tx, batch, now);
    const customers = batch.filter(subject => subject > 0);
    await follow(tx, customers, asOf, 'DATA');
  }
  if (facts > 0 && !anew) await dropCells(tx, empty);
  for (const batch of batches(await takeDue(tx, asOf))) await follow(tx, batch, asOf, 'TIME');
  await walkNewJourneys(tx, asOf);
  await evaluateNewSegments(tx, asOf);
  if (anew) await recountSizes(tx);
  await tx.query(
    `insert into setting (key, value) values ('refresh', jsonb_build_object('asOf', $1::timestamptz))
     on conflict (key) do update set value = excluded.value`,
    [asOf],
  );
  return { asOf, subjects: subjects.length, facts };
}

/** Segments may ask for stages, so journeys go first; and they know all of a customer's moments but those of journeys. */
async function follow(tx: Sql, customers: readonly number[], asOf: Date, cause: Cause): Promise<void> {
  const ahead = await refreshJourneys(tx, customers, asOf);
  await refreshSegments(tx, customers, asOf, cause);
  await dueNoLater(tx, ahead);
}

function* batches(ids: readonly number[]): Generator<readonly number[]> {
  for (let from = 0; from < ids.length; from += BATCH) yield ids.slice(from, from + BATCH);
}

/** Whether a refresh would find something to do. */
export async function isRefreshDue(sql: Sql, now: Date): Promise<boolean> {
  return (
    (await hasMarks(sql)) ||
    (await isSomebodyDue(sql, now)) ||
    (await hasNewJourneys(sql)) ||
    (await hasNewSegments(sql))
  );
}

export async function hasMarks(sql: Sql): Promise<boolean> {
  const row = await sql.one<{ waiting: boolean }>(
    `select exists (select from change_mark) as waiting`,
    [],
    'marks-waiting',
  );
  return row!.waiting;
}

async function markEverybody(tx: Sql): Promise<void> {
  await tx.query(
    `insert into change_mark (subject) select id from customer
     ${['interaction', 'survey_response', 'survey_invitation'].map(ownerless).join(' ')}
     union select customer_id from journey_visit union select customer_id from segment_member`,
  );
}

/** Of nobody, or of a customer who went with the source that knew them. */
const ownerless = (table: string) => `union
  select coalesce(t.customer_id, -t.id) from ${table} t left join customer c on c.id = t.customer_id where c.id is null`;
