// Pure: from counts of visits to conversions with their intervals, and their comparison with another period.
import { holm } from '../metrics/statistics/holm.ts';
import { compareProportions, wilson } from '../metrics/statistics/proportion.ts';
import type { Interval } from '../metrics/value.ts';
import type { Stage } from './definition.ts';

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
  readonly conversionFromPrevious: number | null;
  readonly difference: number | null;
  readonly pValue: number | null;
  readonly significant: boolean;
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
  readonly dropOff: number;
  readonly medianSecondsFromPrevious: number | null;
  readonly comparison: StageComparison | null;
}

export const NO_COUNTS: StageCounts = { reached: 0, withPrevious: 0, withFirst: 0, median: null, timed: 0 };

interface Options {
  readonly confidence: number;
  readonly minReport: number;
}

/** `before` are the baseline's counts; null without comparison. Both have an entry a stage. */
export function stageFigures(
  stages: readonly Stage[],
  counts: readonly StageCounts[],
  before: readonly StageCounts[] | null,
  { confidence, minReport }: Options,
): StageFigures[] {
  const comparisons = before && compare(counts, before, confidence);
  return stages.map((stage, i) => {
    const own = counts[i]!;
    const previous = i === 0 ? null : counts[i - 1]!.reached;
    const start = counts[0]!.reached;
    return {
      stage: forReading(stage),
      reached: own.reached,
      conversionFromPrevious: share(own.withPrevious, previous),
      conversionFromPreviousInterval: interval(own.withPrevious, previous, confidence),
      conversionFromStart: share(own.withFirst, start),
      conversionFromStartInterval: i === 0 ? null : interval(own.withFirst, start, confidence),
      dropOff: previous === null ? 0 : previous - own.withPrevious,
      medianSecondsFromPrevious: own.timed >= minReport ? own.median : null,
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

function compare(
  counts: readonly StageCounts[],
  before: readonly StageCounts[],
  confidence: number,
): StageComparison[] {
  const pValues = holm(
    counts.map((own, i) =>
      i === 0
        ? null
        : compareProportions(own.withPrevious, counts[i - 1]!.reached, before[i]!.withPrevious, before[i - 1]!.reached),
    ),
  );
  const tests = pValues.filter(p => p !== null).length;
  const holmed = tests > 1 ? ` p-values are corrected for ${tests} comparisons (Holm).` : '';
  const method = `N−1 two-proportion test (Campbell 2007), two-sided, with runs as independent.${holmed}`;
  return counts.map((own, i) => {
    const now = i === 0 ? null : share(own.withPrevious, counts[i - 1]!.reached);
    const then = i === 0 ? null : share(before[i]!.withPrevious, before[i - 1]!.reached);
    const pValue = pValues[i]!;
    return {
      reached: before[i]!.reached,
      conversionFromPrevious: then,
      difference: now === null || then === null ? null : now - then,
      pValue,
      significant: pValue !== null && pValue < 1 - confidence,
      method,
    };
  });
}
