// Segments that were saved in a large installation: candidates are gathered bit by bit, and become members at once.
import type { Sql } from '../../base/database/sql.ts';
import { Statement } from '../../base/database/statement.ts';
import { begin, isBegun, isThrough } from '../evaluation/progress.ts';
import { evaluate } from './evaluate.ts';
import { readSegments } from './stored-segments.ts';
import { publishCandidates } from './write-members.ts';

/** So many candidates, and at least one segment, become members in one transaction. */
const MOST = 200_000;

/** Those that are not begun yet; of one that was saved anew meanwhile nothing found before is kept. */
export async function beginSegments(tx: Sql): Promise<void> {
  const fresh = (await readSegments(tx)).filter(one => one.isWaiting && !isBegun(one));
  if (fresh.length === 0) return;
  await tx.query('delete from segment_candidate where segment_id = any($1::bigint[])', [fresh.map(({ id }) => id)]);
  await begin(tx, 'segment', fresh);
}

/** Finds candidates among these customers for the segments of these ids that can be evaluated. */
export async function findCandidates(
  tx: Sql,
  ids: ReadonlySet<number>,
  customers: readonly number[],
  now: Date,
): Promise<void> {
  const segments = await readSegments(tx);
  const wanted = segments.filter(one => ids.has(one.id) && isBegun(one));
  await evaluate(tx, segments, wanted, { customers, dueIsWhole: false, now, cause: 'RULE', into: 'segment_candidate' });
}

/** Those of which everybody was looked at. What changed since must be worked off: the candidates are those of `now` then. */
export async function publishSegments(tx: Sql, now: Date): Promise<void> {
  let left = MOST;
  for (const segment of (await readSegments(tx)).filter(isThrough)) {
    const row = await tx.one<{ n: number }>('select count(*) as n from segment_candidate where segment_id = $1', [
      segment.id,
    ]);
    left -= row!.n;
    if (left < 0 && left + row!.n < MOST) break;
    const s = new Statement();
    await tx.query(publishCandidates(s, segment, now), s.params);
    await tx.query('delete from segment_candidate where segment_id = $1', [segment.id]);
    await tx.query('update segment_state set begun_revision = null, reached = 0 where segment_id = $1', [segment.id]);
  }
}
