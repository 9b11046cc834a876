// Pure: whether a figure reaches its target, and how surely.
import type { Bounds } from '../metrics/metric.ts';

/** By where the whole interval lies. No probability: with its confidence the true value lies in the interval. */
export type Certainty = 'MET' | 'NOT_MET' | 'OPEN';

/** What is known of a figure. */
export interface TargetFigure {
  readonly value: number | null;
  readonly interval: Bounds | null;
  readonly n: number;
  readonly suppressed: boolean;
  readonly reliable: boolean;
  readonly definedByOutcome: boolean;
}

export interface Goal {
  readonly value: number;
  readonly higherIsBetter: boolean;
}

export interface Verdict {
  /** Of the value as it stands; null where it tells nothing. */
  readonly met: boolean | null;
  /** Null where that is, and where there is no interval. */
  readonly certainty: Certainty | null;
  /** Why something is null; null where nothing is. */
  readonly because: string | null;
}

const nothing = (because: string): Verdict => ({ met: null, certainty: null, because });

/** `goesOn` is the last day of a period that is not over. To reach a target exactly is to meet it. */
export function judge(figure: TargetFigure, goal: Goal, goesOn: string | null): Verdict {
  const { value, interval, n } = figure;
  if (goesOn !== null) return nothing(`The period is not over: it ends with ${goesOn}.`);
  if (figure.suppressed) return nothing('It is of fewer customers than may be told of.');
  if (value === null) return nothing('There is nothing to measure.');
  if (!figure.reliable) return nothing(`There is too little to rely on: n is ${n}.`);
  if (figure.definedByOutcome)
    return nothing('The answers themselves decide who is counted, by the rule of a segment or stage.');
  const met = reaches(value, goal);
  if (!interval) return { met, certainty: null, because: 'There is no interval, so how sure it is cannot be told.' };
  const [low, high] = [reaches(interval.low, goal), reaches(interval.high, goal)];
  return { met, certainty: low && high ? 'MET' : low || high ? 'OPEN' : 'NOT_MET', because: null };
}

const reaches = (value: number, goal: Goal) => (goal.higherIsBetter ? value >= goal.value : value <= goal.value);
