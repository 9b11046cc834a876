// Brings memberships up to date: of customers who changed, and of segments whose rule did.
import type { Sql } from '../../base/database/sql.ts';
import { type Broken, breakApart } from '../evaluation/definitions.ts';
import { hasNew, isBegun } from '../evaluation/progress.ts';
import { type Cause, evaluate } from './evaluate.ts';
import { isEvaluated, readSegments, type StoredSegment } from './stored-segments.ts';
import { SEGMENT_CHANNEL } from './write-members.ts';

/**
 * Evaluates every segment for these customers, with so many statements whatever their number. Facts, scores and visits
 * must be up to date. Must run under the lock of the refresh, in a transaction that sees one moment of the database.
 * Of segments that were saved since, candidates are kept up where
 * everybody is being evaluated.
 */
export async function refreshSegments(tx: Sql, customers: readonly number[], now: Date, cause: Cause): Promise<void> {
  if (customers.length === 0) return;
  const segments = await readSegments(tx);
  const known = segments.filter(isEvaluated);
  const task = { customers, now, cause };
  await evaluate(tx, segments, known, { ...task, dueIsWhole: true, into: 'segment_member' });
  const dueIsWhole = known.length === 0;
  await evaluate(tx, segments, segments.filter(isBegun), { ...task, dueIsWhole, into: 'segment_candidate' });
}

/** Sets those aside that cannot be evaluated for these customers, whoever else there is; for nobody, their rule is to blame. */
export async function findBrokenSegments(tx: Sql, customers: readonly number[], now: Date): Promise<Broken[]> {
  const segments = await readSegments(tx);
  const task = { customers, dueIsWhole: false, now, cause: 'DATA' as const };
  const inUse = segments.filter(one => isEvaluated(one) || isBegun(one));
  return breakApart(tx, 'segment', inUse, one =>
    evaluate(tx, segments, [one], { ...task, into: isBegun(one) ? 'segment_candidate' : 'segment_member' }),
  );
}

/** Forgets those that were deleted. */
export async function forgetSegments(tx: Sql): Promise<void> {
  await tx.query(FORGET, [], 'segments-forget');
}

/** Evaluates for everybody the segments that were saved since, in one go. */
export async function evaluateNewSegments(tx: Sql, now: Date): Promise<void> {
  const segments = await readSegments(tx);
  const changed = segments.filter(one => one.isWaiting);
  await evaluate(tx, segments, changed, EVERYBODY(now));
}

/** All that are evaluated are right as of this moment. */
export async function noteEvaluated(tx: Sql, now: Date): Promise<void> {
  await tx.query('update segment_state set evaluated_at = $1 where evaluated_at <> $1', [now], 'segments-evaluated');
}

const EVERYBODY = (now: Date) =>
  ({ customers: null, dueIsWhole: false, now, cause: 'RULE', into: 'segment_member' }) as const;

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
  if (await hasNew(tx, 'journey')) return false;
  await evaluate(tx, segments, wanted, EVERYBODY(now));
  return true;
}

/** Who listens to a segment that is no more is told too. */
const FORGET = `
with gone as (
  delete from segment_state t where not exists (select from segment s where s.id = t.segment_id) returning t.segment_id
), members as (
  delete from segment_member m using gone where m.segment_id = gone.segment_id
), candidates as (
  delete from segment_candidate k using gone where k.segment_id = gone.segment_id
), changes as (
  delete from segment_change h using gone where h.segment_id = gone.segment_id
)
select count(pg_notify('${SEGMENT_CHANNEL}', segment_id::text)) from gone`;
