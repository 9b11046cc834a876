// What the refresh does with subjects: with those who changed, whose moment has come, and who failed before.
import { inBatches } from '../../base/database/batches.ts';
import { dueNoLater } from '../journeys/due.ts';
import { refreshJourneys } from '../journeys/refresh-journeys.ts';
import { updateFacts } from '../metrics/facts/update-facts.ts';
import { refreshScores } from '../scores/refresh-scores.ts';
import { DUE, forgetDue } from '../segments/due.ts';
import type { Cause } from '../segments/evaluate.ts';
import { refreshSegments } from '../segments/refresh-segments.ts';
import { EVERYBODY, MARKED, putBack, type Waiting } from './marked.ts';
import { type Round, workOff } from './round.ts';
import { noteLeftOut, suspectsAmong, takeUp, turnsOf } from './set-aside.ts';

/** So many subjects a statement. */
const BATCH = 20_000;
/** Of those who failed before, so many are tried again a time: there may be thousands. */
const TURNS = 100;

/** All who are marked, or everybody. Gives how many there were. */
export async function workMarked(round: Round, everybody: boolean): Promise<number> {
  let subjects = 0;
  for await (const batch of inBatches<Waiting>(round.tx, everybody ? EVERYBODY : MARKED, [], BATCH)) {
    subjects += batch.length;
    const ordinary = await withoutSuspects(
      round,
      batch.map(({ subject }) => subject),
    );
    const undone = new Set(await workOff(round, ordinary, part => workSubjects(round, part)));
    if (undone.size > 0)
      await putBack(
        round.tx,
        batch.filter(({ subject }) => undone.has(subject)),
      );
  }
  return subjects;
}

/** Those whom time alone may move. Who could not be tried stays due. */
export async function workDue(round: Round): Promise<void> {
  const { tx, asOf } = round;
  for await (const batch of inBatches<{ id: number }>(tx, DUE, [asOf], BATCH)) {
    const ids = batch.map(({ id }) => id);
    const ordinary = await withoutSuspects(round, ids);
    if (ordinary.length < ids.length) {
      const rest = new Set(ordinary);
      await forgetDue(
        tx,
        ids.filter(id => !rest.has(id)),
        asOf,
      );
    }
    await workOff(round, ordinary, async part => {
      await forgetDue(tx, part, asOf);
      await follow(round, part, 'TIME');
    });
  }
}

/** Those who failed before and whose turn has come, each alone. */
export async function workTurns(round: Round): Promise<void> {
  const { tx, asOf, told } = round;
  if (!round.hasAside) return;
  for (const subject of await turnsOf(tx, asOf, TURNS))
    await workOff(round, [subject], async part => {
      await takeUp(tx, part);
      await workSubjects(round, part);
      told.takenUp.push(subject);
    });
}

/** One who failed before would fail everybody beside. Their turn comes after the others. */
async function withoutSuspects(round: Round, subjects: readonly number[]): Promise<readonly number[]> {
  if (!round.hasAside) return subjects;
  const suspects = await suspectsAmong(round.tx, subjects, round.asOf);
  return suspects.size === 0 ? subjects : subjects.filter(subject => !suspects.has(subject));
}

async function workSubjects(round: Round, part: readonly number[]): Promise<void> {
  const { tx, asOf } = round;
  let facts = 0;
  if (!round.isCounted) {
    round.step = 'FACTS';
    const updated = await updateFacts(tx, part);
    facts = updated.facts;
    if (round.hasAside || updated.odd.length > 0)
      round.told.aside.push(...(await noteLeftOut(tx, part, updated.odd, asOf)));
  }
  round.step = 'SCORES';
  await refreshScores(tx, part, round.now);
  await follow(
    round,
    part.filter(subject => subject > 0),
    'DATA',
  );
  round.facts += facts;
}

/** Segments may ask for stages, so journeys go first; and they know all of a customer's moments but those of journeys. */
async function follow(round: Round, customers: readonly number[], cause: Cause): Promise<void> {
  const { tx, asOf } = round;
  round.step = 'JOURNEYS';
  const upcoming = await refreshJourneys(tx, customers, asOf);
  round.step = 'SEGMENTS';
  await refreshSegments(tx, customers, asOf, cause);
  await dueNoLater(tx, upcoming);
}
