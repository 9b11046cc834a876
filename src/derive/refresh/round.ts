// What one transaction of the refresh keeps in mind, and how it gets past subjects that cannot be worked off.
import { bisect } from '../../base/database/bisect.ts';
import type { Sql } from '../../base/database/sql.ts';
import { isFault, isPoison, reasonOf } from '../evaluation/poison.ts';
import { findBrokenJourneys } from '../journeys/refresh-journeys.ts';
import { forgetDue } from '../segments/due.ts';
import { findBrokenSegments } from '../segments/refresh-segments.ts';
import { type Failed, type Step, setAside } from './set-aside.ts';
import type { Told } from './tell.ts';

export interface Round {
  readonly tx: Sql;
  /** Null for the database's own moment, which `asOf` is then. */
  readonly now: Date | null;
  readonly asOf: Date;
  subjects: number;
  /** That differed. */
  facts: number;
  /** Whether facts are right already, and only what follows from them is not. */
  isCounted: boolean;
  /** Whether somebody is still to be evaluated by what was saved. */
  isLeft: boolean;
  /** Where the work is, so that a failure can be told. */
  step: Step;
  /** Whether somebody may be set aside already. */
  hasAside: boolean;
  /** Failures that are still looked into: a bisection must not cost without bound. */
  failures: number;
  /** So many of them at most. */
  readonly most: number;
  readonly failedAt: Record<Step, number>;
  /** Whether all rules were seen to be right for nobody. */
  areRulesRight: boolean;
  readonly told: Told;
}

/** Some fifty subjects are found a time, or more where all fail; the rest of their batches waits for the next. */
const FAILURES = 200;

export function startRound(
  tx: Sql,
  { failures = FAILURES, ...of }: Pick<Round, 'now' | 'asOf' | 'hasAside'> & { failures?: number },
): Round {
  return {
    ...of,
    tx,
    most: failures,
    subjects: 0,
    facts: 0,
    isCounted: false,
    isLeft: false,
    step: 'FACTS',
    failures,
    failedAt: { FACTS: 0, SCORES: 0, JOURNEYS: 0, SEGMENTS: 0 },
    areRulesRight: false,
    told: { aside: [], broken: [], takenUp: [], recounted: null },
  };
}

/**
 * Works these subjects off at once. If that fails for what is stored of somebody, those who are to blame are found by
 * halves: they are set aside and leave no trace, all others are worked off. Gives those who were not tried because too
 * much failed already.
 */
export async function workOff(
  round: Round,
  subjects: readonly number[],
  work: (part: readonly number[]) => Promise<void>,
): Promise<number[]> {
  const failed: Failed[] = [];
  const { untried } = await bisect(round.tx, subjects, {
    work,
    async onFailure(error, part) {
      if (!isFault(error)) throw error;
      const { step } = round;
      if (await hasBrokenRules(round)) return 'AGAIN';
      if (!isPoison(error)) throw error;
      round.failures -= 1;
      round.failedAt[step] += 1;
      if (part.length === 1) failed.push({ subject: part[0]!, step, reason: reasonOf(error) });
      else if (isHardlyTheirs(round) && (await hasBroken(round, part))) return 'AGAIN';
      return 'SPLIT';
    },
    isSpent: () => round.failures <= 0,
  });
  if (failed.length > 0) {
    round.told.aside.push(...(await setAside(round.tx, failed, round.asOf)));
    // Their turn comes with that of all who were set aside.
    await forgetDue(
      round.tx,
      failed.map(({ subject }) => subject),
      round.asOf,
    );
    round.hasAside = true;
  }
  return untried;
}

/** So many failed at the same step that it can hardly be for what is stored of them. */
function isHardlyTheirs({ failures, failedAt, step, most }: Round): boolean {
  return failures === 0 && failedAt[step] > most / 2;
}

async function hasBrokenRules(round: Round): Promise<boolean> {
  if (round.areRulesRight || !(round.step === 'SEGMENTS' || round.step === 'JOURNEYS')) return false;
  const found = await hasBroken(round, []);
  round.areRulesRight = !found;
  return found;
}

/** Whether what fails for these customers is a segment or a journey. It is out of the way then. */
async function hasBroken({ tx, step, asOf, told }: Round, part: readonly number[]): Promise<boolean> {
  const customers = part.filter(subject => subject > 0);
  const found =
    step === 'SEGMENTS'
      ? await findBrokenSegments(tx, customers, asOf)
      : step === 'JOURNEYS'
        ? await findBrokenJourneys(tx, customers, asOf)
        : [];
  told.broken.push(...found);
  return found.length > 0;
}
