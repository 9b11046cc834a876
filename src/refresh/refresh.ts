// Works the marks off: facts, cells and whatever else follows from them become exact as of one moment.
import type { Sql } from '../database/sql.ts';
import { rebuildFacts } from '../metrics/facts/rebuild-facts.ts';
import { dropCells, updateFacts } from '../metrics/facts/update-facts.ts';
import { refreshScores } from '../scores/refresh-scores.ts';

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

/**
 * Null when another program is at it, which will see to the rest. With `anew` nothing that was counted before is
 * believed: everything is counted from what is stored, while readers go on with the old figures until it is done.
 */
export async function refresh(sql: Sql, { anew = false } = {}): Promise<Refreshed | null> {
  try {
    return await sql.transaction(async tx => {
      await tx.query('set transaction isolation level repeatable read');
      const [lock] = await tx.query<{ free: boolean; now: Date }>(
        `select pg_try_advisory_xact_lock(hashtext('cxgraph.refresh')) as free, now() as now`,
      );
      if (!lock!.free) return null;
      let facts = 0;
      if (anew) {
        facts = await rebuildFacts(tx);
        await markEverybody(tx);
      }
      // Only marks whose transactions are seen here go; later ones stay for the next time.
      const marks = await tx.query<{ subject: number }>(`delete from change_mark returning subject`);
      const subjects = [...new Set(marks.map(row => row.subject))].sort((a, b) => a - b);
      if (subjects.length === 0) return { asOf: lock!.now, subjects: 0, facts };
      const empty: string[] = [];
      for (let from = 0; from < subjects.length; from += BATCH) {
        const batch = subjects.slice(from, from + BATCH);
        if (!anew) {
          const updated = await updateFacts(tx, batch);
          facts += updated.facts;
          empty.push(...updated.empty);
        }
        await refreshScores(tx, batch);
      }
      if (facts > 0 && !anew) await dropCells(tx, empty);
      await tx.query(
        `insert into setting (key, value) values ('refresh', jsonb_build_object('asOf', now()))
         on conflict (key) do update set value = excluded.value`,
      );
      return { asOf: lock!.now, subjects: subjects.length, facts };
    });
  } catch (error) {
    // Another refresh ended between our first look and our lock.
    if ((error as { code?: string }).code === SERIALIZATION_FAILURE) return null;
    throw error;
  }
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
     ${['interaction', 'survey_response', 'survey_invitation'].map(ownerless).join(' ')}`,
  );
}

/** Of nobody, or of a customer who went with the source that knew them. */
const ownerless = (table: string) => `union
  select coalesce(t.customer_id, -t.id) from ${table} t left join customer c on c.id = t.customer_id where c.id is null`;
