// Scores stored texts again after a change of how they are scored: in batches, each with its place in one transaction.
import type { Context } from '../../base/context/context.ts';
import { encodeRows, recordset } from '../../base/database/bulk.ts';
import type { Sql } from '../../base/database/sql.ts';
import { workBatches } from '../../base/database/work-batches.ts';
import { lockProjection } from '../lock.ts';
import { mark } from '../marks/marks.ts';
import { isAuthoredByCustomer } from '../sentiment/authored.ts';
import { scoreTexts, VERSION } from '../sentiment/score-texts.ts';

const SETTING = 'sentiment';
const BATCH = 1_000;

/** Where a version stands: the table it is in and the last row it scored there; null at the start of a table. */
interface Place {
  readonly version: string;
  readonly table: 'interaction' | 'survey_answer' | 'done';
  readonly after: readonly (string | number)[] | null;
}

/**
 * Does nothing when this version has scored all. Stops between two batches when the signal aborts, and goes on from
 * there the next time; several at once share the work. Returns how many scores changed.
 */
export async function rescore(ctx: Context, signal?: AbortSignal, version = VERSION): Promise<number> {
  // Asked without the lock: at each start, and for nothing but once.
  if ((await placeOf(ctx.sql, version)).table === 'done') return 0;
  let changed = 0;
  await workBatches(ctx.sql, { signal, size: BATCH }, async (tx, size) => {
    // What is projected meanwhile must not be overwritten by what was read before.
    await lockProjection(tx);
    const place = await placeOf(tx, version);
    if (place.table === 'done') return true;
    const work = place.table === 'interaction' ? interactions : answers;
    const batch = await work(tx, place.after, size);
    changed += batch.changed;
    const next = place.table === 'interaction' ? 'survey_answer' : 'done';
    await keep(tx, batch.last ? { ...place, after: batch.last } : { version, table: next, after: null });
    return false;
  });
  return changed;
}

async function placeOf(sql: Sql, version: string): Promise<Place> {
  const row = await sql.one<{ value: Place }>(`select value from setting where key = $1`, [SETTING]);
  return row?.value.version === version ? row.value : { version, table: 'interaction', after: null };
}

async function keep(tx: Sql, place: Place): Promise<void> {
  await tx.query(
    `insert into setting (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value`,
    [SETTING, JSON.stringify(place)],
  );
}

interface Batch {
  readonly changed: number;
  /** Null when there was none left. */
  readonly last: readonly (string | number)[] | null;
}

async function interactions(tx: Sql, after: Place['after'], size: number): Promise<Batch> {
  const rows = await tx.query<{ id: number; kind: string; direction: string | null; body: string }>(
    `select id, kind, direction, body from interaction where body is not null and id > $1 order by id limit $2`,
    [after?.[0] ?? 0, size],
  );
  const scores = await scoreTexts(rows.map(row => (isAuthoredByCustomer(row) ? row.body : null)));
  const records = await tx.query<{ id: number }>(
    `update interaction i set sentiment = r.score from ${recordset('r', { id: 'bigint', score: 'float8' })}
     where i.id = r.id and i.sentiment is distinct from r.score returning i.id`,
    [encodeRows(rows.map(({ id }, n) => ({ id, score: scores[n] })))],
  );
  await mark(tx, { records: records.map(row => row.id) });
  const last = rows.at(-1);
  return { changed: records.length, last: last ? [last.id] : null };
}

async function answers(tx: Sql, after: Place['after'], size: number): Promise<Batch> {
  const rows = await tx.query<{ ref: string; question: string; text: string }>(
    `select response_ref as ref, question_key as question, text from survey_answer
     where text is not null and (response_ref, question_key) > ($1, $2) order by response_ref, question_key limit $3`,
    [...(after ?? ['', '']), size],
  );
  const scores = await scoreTexts(rows.map(row => row.text));
  const answered = await tx.query<{ ref: string }>(
    `update survey_answer a set sentiment = r.score from ${recordset('r', { ref: 'text', question: 'text', score: 'float8' })}
     where a.response_ref = r.ref and a.question_key = r.question and a.sentiment is distinct from r.score
     returning a.response_ref as ref`,
    [encodeRows(rows.map(({ ref, question }, n) => ({ ref, question, score: scores[n] })))],
  );
  await mark(tx, { answered: [...new Set(answered.map(row => row.ref))] });
  const last = rows.at(-1);
  return { changed: answered.length, last: last ? [last.ref, last.question] : null };
}
