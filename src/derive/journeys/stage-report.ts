// Pure: from counts of visits to conversions with their intervals, and their comparison with another period.

import { significance } from '../metrics/comparison.ts';
import { holm } from '../metrics/statistics/holm.ts';
import { wilson } from '../metrics/statistics/proportion.ts';
import { horizonOf, kaplanMeier, logRank } from '../metrics/statistics/survival.ts';
import type { Interval } from '../metrics/value.ts';
import type { Stage } from './definition.ts';
import { endOf, type FollowUps } from './follow-up-time.ts';

/** Of one stage, over the runs of a period. */
export interface StageCounts {
  readonly reached: number;
  /** Of these, runs that also reached the stage before; of the first stage all. */
  readonly withPrevious: number;
  readonly withFirst: number;
  readonly median: number | null;
  /** Customers that the median is of. */
  readonly timed: number;
}

export interface StageComparison {
  readonly reached: number;
  /** So far, of runs that may have had more time than those of this period: not what is compared. */
  readonly conversionFromPrevious: number | null;
  /** Both sides were watched so long. */
  readonly withinSeconds: number | null;
  /** Share of this period's runs that came within that time, and of those compared with. */
  readonly conversionWithin: number | null;
  readonly baselineConversionWithin: number | null;
  /** Of the shares within that time. */
  readonly difference: number | null;
  readonly pValue: number | null;
  /** Null where nothing was tested, and where fewer runs than `minReliable` stand on a side. */
  readonly significant: boolean | null;
  /** Why there is no p-value; null where there is one. */
  readonly notTested: string | null;
  readonly method: string;
}

/** Conversions are shares from 0 to 1; null where nobody could have come. */
export interface StageFigures {
  readonly stage: Stage & { readonly ruleText: unknown };
  readonly reached: number;
  readonly conversionFromPrevious: number | null;
  readonly conversionFromPreviousInterval: Interval | null;
  readonly conversionFromStart: number | null;
  readonly conversionFromStartInterval: Interval | null;
  /** So long enough runs were watched. */
  readonly withinSeconds: number | null;
  /** Share that comes within that time, whatever the age of the runs. */
  readonly conversionWithin: number | null;
  readonly conversionWithinInterval: Interval | null;
  readonly dropOff: number;
  readonly medianSecondsFromPrevious: number | null;
  readonly comparison: StageComparison | null;
}

export const NO_COUNTS: StageCounts = { reached: 0, withPrevious: 0, withFirst: 0, median: null, timed: 0 };

interface Options {
  readonly confidence: number;
  readonly minReport: number;
  readonly minReliable: number;
  /** Whether the period is over: runs that begin later belong to it too. */
  readonly isOver: boolean;
}

/** The runs of one period; both lists have an entry a stage. */
export interface Runs {
  readonly counts: readonly StageCounts[];
  readonly followUps: FollowUps;
}

/** So many runs at least are still watched when a share is told or tested. */
const LEAST_WATCHED = 10;

/** `before` are the baseline's runs; null without comparison. */
export function stageFigures(
  stages: readonly Stage[],
  own: Runs,
  before: Runs | null,
  options: Options,
): StageFigures[] {
  const { confidence, minReport } = options;
  const comparisons = before && compare(own, before, options);
  return stages.map((stage, i) => {
    const { reached, withPrevious, withFirst, timed, median } = own.counts[i]!;
    const previous = i === 0 ? null : own.counts[i - 1]!.reached;
    const start = own.counts[0]!.reached;
    const within = horizonOf([own.followUps[i]!], LEAST_WATCHED);
    const came = within === null ? null : kaplanMeier(own.followUps[i]!, within, confidence);
    return {
      stage: forReading(stage),
      reached,
      conversionFromPrevious: share(withPrevious, previous),
      conversionFromPreviousInterval: interval(withPrevious, previous, confidence),
      conversionFromStart: share(withFirst, start),
      conversionFromStartInterval: i === 0 ? null : interval(withFirst, start, confidence),
      withinSeconds: within === null ? null : endOf(within),
      conversionWithin: came?.share ?? null,
      conversionWithinInterval: came && { ...came.interval, confidence },
      dropOff: previous === null ? 0 : previous - withPrevious,
      medianSecondsFromPrevious: timed >= minReport ? median : null,
      comparison: comparisons?.[i] ?? null,
    };
  });
}

/** The resolver of `ruleText` finds the rule under its own name. */
export function forReading(stage: Stage): StageFigures['stage'] {
  return { ...stage, ruleText: stage.rule };
}

const share = (some: number, all: number | null) => (all ? some / all : null);

function interval(some: number, all: number | null, confidence: number): Interval | null {
  return all ? { ...wilson(some, all, confidence), confidence } : null;
}

const FIRST = 'Nobody comes to the first stage from another.';
const UNWATCHED = `Fewer than ${LEAST_WATCHED} runs of a side were watched for any common time.`;
const NOBODY = 'Nobody came within the time that both sides were watched.';
const NOT_OVER = 'The period is not over: runs of it are still to begin.';

function compare(own: Runs, before: Runs, { confidence, minReliable, isOver }: Options): StageComparison[] {
  const found = own.counts.map((_, i) => {
    const tables = [own.followUps[i]!, before.followUps[i]!] as const;
    const horizon = i === 0 ? null : horizonOf(tables, LEAST_WATCHED);
    const rank = horizon === null ? null : logRank(...tables, horizon);
    const why = i === 0 ? FIRST : !isOver ? NOT_OVER : horizon === null ? UNWATCHED : rank === null ? NOBODY : null;
    return { tables, horizon, why, pValue: why === null ? rank!.pValue : null };
  });
  const pValues = holm(found.map(({ pValue }) => pValue));
  const tests = pValues.filter(p => p !== null).length;
  const holmed = tests > 1 ? ` p-values are corrected for ${tests} comparisons (Holm).` : '';
  const method = `Log-rank test (Mantel 1966) of the times from the stage before, two-sided, up to the time that both sides were watched; shares within that time by Kaplan & Meier (1958). Times by the hour for two days, then by the day; runs as independent.${holmed}`;
  return found.map(({ tables, horizon, why }, i) => {
    const [now, then] = tables.map(table => (horizon === null ? null : kaplanMeier(table, horizon, confidence)));
    const pValue = pValues[i]!;
    const sizes = [own, before].map(({ counts }) => (i === 0 ? 0 : counts[i - 1]!.reached));
    const isReliable = sizes.every(size => size >= minReliable);
    return {
      reached: before.counts[i]!.reached,
      conversionFromPrevious: i === 0 ? null : share(before.counts[i]!.withPrevious, before.counts[i - 1]!.reached),
      withinSeconds: horizon === null ? null : endOf(horizon),
      conversionWithin: now?.share ?? null,
      baselineConversionWithin: then?.share ?? null,
      difference: now && then ? now.share - then.share : null,
      pValue,
      significant: significance(pValue, isReliable, confidence),
      notTested: why,
      method,
    };
  });
}
