// Everybody is evaluated by what was saved: at once where they are few, else bit by bit, while marks are worked off between.
import type { Sql } from '../../base/database/sql.ts';
import { unlessFault } from '../evaluation/poison.ts';
import { customersAfter, furthestBehind, hasNew, isBegun, isSmall, reach } from '../evaluation/progress.ts';
import {
  beginJourneys,
  forgetJourneys,
  showJourneys,
  walkBegun,
  walkNewJourneys,
} from '../journeys/refresh-journeys.ts';
import { readJourneys } from '../journeys/stored-journeys.ts';
import { beginSegments, findCandidates, publishSegments } from '../segments/first-evaluation.ts';
import { evaluateNewSegments, forgetSegments, noteEvaluated } from '../segments/refresh-segments.ts';
import { readSegments } from '../segments/stored-segments.ts';
import { putBack } from './marked.ts';
import { type Round, workOff } from './round.ts';

/** Once marks are worked off. True while some are still to be evaluated, which `evaluateSome` does. */
export async function evaluateNew({ tx, asOf }: Round, chunk: number): Promise<boolean> {
  await forgetJourneys(tx);
  await forgetSegments(tx);
  await showJourneys(tx, asOf);
  let isLeft = await hasNew(tx, 'journey');
  // Where it fails for somebody, or for a rule, going on bit by bit finds out which.
  if (isLeft && (await isAtOnce(tx, 'journey', chunk)))
    isLeft = !(await unlessFault(tx, () => walkNewJourneys(tx, asOf)));
  // Segments may ask for stages.
  if (isLeft) await beginJourneys(tx);
  else {
    await publishSegments(tx, asOf);
    isLeft = await hasNew(tx, 'segment');
    if (isLeft && (await isAtOnce(tx, 'segment', chunk)))
      isLeft = !(await unlessFault(tx, () => evaluateNewSegments(tx, asOf)));
    if (isLeft) await beginSegments(tx);
  }
  await noteEvaluated(tx, asOf);
  return isLeft;
}

/**
 * The next customers, by what has come least far: in a transaction of its own. Who changes meanwhile is kept up by the
 * rounds between, whether or not their turn was before.
 */
export async function evaluateSome(round: Round, chunk: number): Promise<void> {
  const { tx, asOf } = round;
  const journeys = furthestBehind(await readJourneys(tx));
  const kind = journeys.length > 0 ? 'journey' : 'segment';
  const behind = journeys.length > 0 ? journeys : furthestBehind(await readSegments(tx));
  if (behind.length === 0) return;
  const ids = new Set(behind.map(({ id }) => id));
  const customers = await customersAfter(tx, behind[0]!.reached, chunk);
  const undone = await workOff(round, customers, async part => {
    round.step = kind === 'journey' ? 'JOURNEYS' : 'SEGMENTS';
    await (kind === 'journey' ? walkBegun : findCandidates)(tx, ids, part, asOf);
  });
  await putBack(
    tx,
    undone.map(subject => ({ subject, markedAt: null })),
  );
  await reach(tx, kind, behind, customers.length < chunk ? null : customers.at(-1)!);
}

async function isAtOnce(tx: Sql, kind: 'journey' | 'segment', chunk: number): Promise<boolean> {
  const all = kind === 'journey' ? await readJourneys(tx) : await readSegments(tx);
  return !all.some(isBegun) && (await isSmall(tx, chunk));
}
