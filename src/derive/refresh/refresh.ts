// Works the marks off: facts, rollups and whatever else follows from them become exact as of one moment.
import { type Sql, savepoint } from '../../base/database/sql.ts';
import { retryDefinitions } from '../evaluation/definitions.ts';
import { tryWithExclusiveLock } from '../evaluation/exclusive-lock.ts';
import { isPoison } from '../evaluation/poison.ts';
import { CHUNK, hasNew } from '../evaluation/progress.ts';
import { areOpeningsStale, renewOpenings } from '../metrics/calendars/renew-openings.ts';
import { beginChunks, tidyChunks } from '../metrics/columns/rebuild-chunks.ts';
import { dropFacts, rebuildFacts } from '../metrics/facts/rebuild-facts.ts';
import { isSomebodyDue } from '../segments/due.ts';
import { recountSizes } from '../segments/refresh-segments.ts';
import { evaluateNew, evaluateSome } from './first-time.ts';
import { forgetMarks, hasMarks, markMeasured, newestMark } from './marked.ts';
import { type Round, startRound } from './round.ts';
import { isTurn, noteAllLeftOut } from './set-aside.ts';
import { type RefreshLog, tell } from './tell.ts';
import { isOutdated, noteVersion } from './version.ts';
import { workDue, workMarked, workTurns } from './work.ts';

export interface Refreshed {
  /** The moment that everything is exact as of. */
  readonly asOf: Date;
  readonly subjects: number;
  /** Facts that differed. */
  readonly facts: number;
}

export interface RefreshOptions {
  readonly anew?: boolean;
  /** The database's own moment unless told. */
  readonly now?: Date | null;
  /** Is told who was set aside, and who was taken up again. */
  readonly log?: RefreshLog;
  /** Failures that are looked into: see round.ts. */
  readonly failures?: number;
  /** Customers whom new segments and journeys are evaluated for a time: see progress.ts. */
  readonly chunk?: number;
  /** Ends it between two of them; the next refresh goes on from there. */
  readonly signal?: AbortSignal;
}

/**
 * Null when another program is at it, which will see to the rest. With `anew` nothing that was counted before is
 * believed: everything is counted from what is stored, while readers go on with the old figures until it is done. So it
 * is when an earlier version counted them.
 *
 * A subject that cannot be worked off stops nobody else: it is set aside, and what was counted of it before stays as it
 * is, because taking it out would be work on the same records. It is tried again after each change, and now and then.
 *
 * Changes are one transaction, however many there are. Only then everybody is evaluated by segments and journeys that
 * were saved since, bit by bit, and what changes meanwhile is worked off in between: so figures are never older than one
 * bit takes.
 */
export async function refresh(sql: Sql, options: RefreshOptions = {}): Promise<Refreshed | null> {
  const { chunk = CHUNK, signal } = options;
  const first = await workRound(sql, options, round => work(round, options.anew ?? false, chunk));
  if (!first) return null;
  const all = { asOf: first.asOf, subjects: first.subjects, facts: first.facts };
  for (let last = first; last.isLeft && !signal?.aborted; ) {
    const some = await workRound(sql, options, round => evaluateSome(round, chunk));
    const next = some && (await workRound(sql, options, round => work(round, false, chunk)));
    // Another program goes on.
    if (!next) break;
    all.asOf = next.asOf;
    all.subjects += next.subjects;
    all.facts += next.facts;
    last = next;
  }
  return all;
}

/** Null when another program has the lock. */
async function workRound(
  sql: Sql,
  { now = null, failures, log }: RefreshOptions,
  inside: (round: Round) => Promise<void>,
): Promise<Round | null> {
  const done = await tryWithExclusiveLock(sql, async (tx, opening) => {
    const round = startRound(tx, { now, asOf: now ?? opening.now, hasAside: opening.hasAside, failures });
    await inside(round);
    return round;
  });
  // What was rolled back was not set aside.
  if (done && log) tell(log, done.told);
  return done;
}

async function work(round: Round, isAsked: boolean, chunk: number): Promise<void> {
  const { tx, asOf } = round;
  const anew = isAsked || (await isOutdated(tx));
  if (await renewOpenings(tx, asOf)) round.told.recounted = anew ? null : await markMeasured(tx);
  if (anew) await countAnew(round);
  else if (!(await isRefreshDue(tx, asOf))) return;
  await beginChunks(tx);
  const newest = await newestMark(tx);
  round.subjects = await workMarked(round, anew);
  await forgetMarks(tx, newest);
  await workDue(round);
  await workTurns(round);
  if (round.facts > 0 && !round.isCounted) await tidyChunks(tx);
  round.isLeft = await evaluateNew(round, chunk);
  if (anew) await recountSizes(tx);
  await tx.query(
    `insert into setting (key, value) values ('refresh', jsonb_build_object('asOf', $1::timestamptz))
     on conflict (key) do update set value = excluded.value`,
    [asOf],
  );
  await noteVersion(tx);
}

/** In one go; where that fails for somebody, they are counted by subject, so that those who are to blame are found. */
async function countAnew(round: Round): Promise<void> {
  const { tx, asOf } = round;
  await retryDefinitions(tx);
  try {
    round.facts = await savepoint(tx, () => rebuildFacts(tx));
    round.hasAside = (await noteAllLeftOut(tx, asOf)) > 0 || round.hasAside;
    round.isCounted = true;
  } catch (error) {
    if (!isPoison(error)) throw error;
    await dropFacts(tx);
  }
}

/** Whether a refresh would find something to do. */
export async function isRefreshDue(sql: Sql, now: Date): Promise<boolean> {
  return (
    (await hasMarks(sql)) ||
    (await isSomebodyDue(sql, now)) ||
    (await hasNew(sql, 'journey')) ||
    (await hasNew(sql, 'segment')) ||
    (await isTurn(sql, now)) ||
    (await areOpeningsStale(sql, now)) ||
    isOutdated(sql)
  );
}
