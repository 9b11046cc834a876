// Brings memberships up to date: of customers who changed, and of segments whose rule did.
import { Statement } from '../database/graph/statement.ts';
import type { Sql } from '../database/sql.ts';
import { hasNewJourneys } from '../journeys/refresh-journeys.ts';
import { type Broken, isSetAsideSql, workAlone, workTogether } from '../refresh/definitions.ts';
import { compileRules } from './compile/compile.ts';
import { inlinedBatches } from './inlined-batches.ts';
import { isEvaluated, isWaiting, readSegments, type StoredSegment } from './stored-segments.ts';
import { SEGMENT_CHANNEL, writeMembers } from './write-members.ts';

/** DATA: something of theirs changed. TIME: time alone did it. RULE: the rule was saved. */
export type Cause = 'DATA' | 'TIME' | 'RULE';

/**
 * Evaluates every segment for these customers, with so many statements whatever their number. Facts, scores and visits
 * must be up to date. Must run under the lock of the refresh, in a transaction that sees one moment of the database.
 * Segments that were saved since are left to `evaluateNewSegments`.
 */
export async function refreshSegments(tx: Sql, customers: readonly number[], now: Date, cause: Cause): Promise<void> {
  if (customers.length === 0) return;
  const segments = await readSegments(tx);
  const known = segments.filter(isEvaluated);
  await evaluate(tx, segments, known, { customers, dueIsWhole: true, now, cause });
}

/** Sets those aside that cannot be evaluated for these customers, whoever else there is; for nobody, their rule is to blame. */
export async function findBrokenSegments(tx: Sql, customers: readonly number[], now: Date): Promise<Broken[]> {
  const segments = await readSegments(tx);
  return workAlone(tx, 'segment', segments.filter(isEvaluated), one =>
    evaluate(tx, segments, one, { customers, dueIsWhole: false, now, cause: 'DATA' }),
  );
}

/** Evaluates for everybody the segments that were saved since, and forgets those that were deleted. */
export async function evaluateNewSegments(tx: Sql, now: Date): Promise<Broken[]> {
  await tx.query(FORGET, [], 'segments-forget');
  const segments = await readSegments(tx);
  const broken = await workTogether(tx, 'segment', segments.filter(isWaiting), changed =>
    evaluate(tx, segments, changed, { customers: null, dueIsWhole: false, now, cause: 'RULE' }),
  );
  await tx.query('update segment_state set evaluated_at = $1 where evaluated_at <> $1', [now], 'segments-evaluated');
  return broken;
}

/** Sizes are kept by adding what moves; this counts them. Must run as the refresh does. */
export async function recountSizes(tx: Sql): Promise<void> {
  await tx.query(
    `update segment_state t set size = n.size from (
       select s.segment_id, (select count(*)::int from segment_member m where m.segment_id = s.segment_id) as size from segment_state s
     ) n where n.segment_id = t.segment_id and n.size <> t.size`,
  );
}

/**
 * Evaluates these alone for everybody, among all that there are. Must run as the refresh does. While customers are still
 * to be walked through a journey nothing is done and false returned: segments may ask for its stages, so the refresh
 * that walks them evaluates these too.
 */
export async function evaluateSegments(
  tx: Sql,
  segments: readonly StoredSegment[],
  wanted: readonly StoredSegment[],
  now: Date,
): Promise<boolean> {
  if (await hasNewJourneys(tx)) return false;
  await evaluate(tx, segments, wanted, { customers: null, dueIsWhole: false, now, cause: 'RULE' });
  return true;
}

/** Whether a segment was saved or deleted since. */
export async function hasNewSegments(sql: Sql): Promise<boolean> {
  const row = await sql.one<{ waiting: boolean }>(
    `select exists (
       select from segment s full join segment_state t on t.segment_id = s.id
       where s.revision is distinct from t.revision and not ${isSetAsideSql('s', 't')}
     ) as waiting`,
    [],
    'segments-waiting',
  );
  return row!.waiting;
}

interface Task {
  /** Null for everybody. */
  readonly customers: readonly number[] | null;
  readonly dueIsWhole: boolean;
  readonly now: Date;
  readonly cause: Cause;
}

async function evaluate(
  tx: Sql,
  all: readonly StoredSegment[],
  wanted: readonly StoredSegment[],
  { customers: ids, dueIsWhole, now, cause }: Task,
): Promise<void> {
  let whole = dueIsWhole;
  for (const batch of inlinedBatches(wanted, all)) {
    const s = new Statement();
    const customers = ids === null ? null : s.bind(ids, 'bigint[]');
    const rules = batch.map(({ rule }) => rule);
    const compiled = compileRules(s, rules, customers === null ? 'EVERYBODY' : { customers }, now);
    const evaluation = { segments: batch, compiled, customers, dueIsWhole: whole, now, cause };
    await tx.query(writeMembers(s, evaluation), s.params);
    // Only the first statement knows nothing of other moments.
    whole = false;
  }
}

/** Who listens to a segment that is no more is told too. */
const FORGET = `
with gone as (
  delete from segment_state t where not exists (select from segment s where s.id = t.segment_id) returning t.segment_id
), members as (
  delete from segment_member m using gone where m.segment_id = gone.segment_id
), changes as (
  delete from segment_change h using gone where h.segment_id = gone.segment_id
)
select count(pg_notify('${SEGMENT_CHANNEL}', segment_id::text)) from gone`;
