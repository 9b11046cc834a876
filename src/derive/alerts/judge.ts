// Pure: whether a figure meets the condition of a rule, by itself or so surely that the rule holds its level.
import { alwaysValidP, mixtureEvidence, oneSidedEvidence } from '../metrics/statistics/always-valid.ts';
import { normalBelow, normalTwoSided, zOf } from '../metrics/statistics/normal.ts';
import type { Interval } from '../metrics/value.ts';
import type { Condition } from './condition.ts';

/** What came true. */
export type Finding = 'BELOW' | 'ABOVE' | 'DROPPED' | 'FELL' | 'ROSE';

export interface Shown {
  /** Null when there is nothing, or when it is withheld. */
  readonly value: number | null;
  readonly n: number;
  readonly interval: Interval | null;
  readonly reliable: boolean;
}

/** A figure of one bucket beside that of the bucket before. */
export interface Reading {
  readonly figure: Shown;
  readonly before: Shown | null;
  /** Of the fixed-sample test that the report made of both, corrected for its groups; null where that is not asked for. */
  readonly pValue: number | null;
}

/** How a reading is tested. */
export interface Trial {
  /** Null where the value alone decides. */
  readonly level: number | null;
  /** How many groups are tested at once: each may use that part of the level (Bonferroni). */
  readonly groups: number;
  /** Whole buckets are one fixed sample, and each look at them is the same test; others are tested at every look. */
  readonly isWhole: boolean;
  /** Half of the level is for the looks while a bucket goes on, and half for the one test when it is over. */
  readonly isHalved: boolean;
}

export interface Judgement {
  readonly finding: Finding;
  /** Corrected for the groups, and good at any look; null where the value alone decided. */
  readonly pValue: number | null;
}

/** Figures come from divisions: 57 of 100 may be a hair below 57 %. */
const isLess = (a: number, b: number) => b - a > 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));

/** Values that are not reliable meet no condition, nor do comparisons with such. */
export function judge(condition: Condition, { figure, before, pValue }: Reading, trial: Trial): Judgement | null {
  const { value } = figure;
  if (value === null || !figure.reliable || 'silence' in condition) return null;
  if ('below' in condition)
    return isLess(value, condition.below) ? sure('BELOW', trial, () => beyond(figure, condition.below, trial)) : null;
  if ('above' in condition)
    return isLess(condition.above, value) ? sure('ABOVE', trial, () => beyond(figure, condition.above, trial)) : null;
  if (!before?.reliable || before.value === null) return null;
  const [drop, apart] = [before.value - value, () => apartBy(figure, before)];
  if ('dropsBy' in condition) {
    if (isLess(drop, condition.dropsBy)) return null;
    return sure('DROPPED', trial, () => pOfDrop(drop - condition.dropsBy, apart(), trial));
  }
  return sure(drop > 0 ? 'FELL' : 'ROSE', trial, () => pOfChange(drop, apart(), pValue, trial));
}

function sure(finding: Finding, { level }: Trial, pValueOf: () => number | null): Judgement | null {
  if (level === null) return { finding, pValue: null };
  const pValue = pValueOf();
  return pValue !== null && pValue < level ? { finding, pValue } : null;
}

/**
 * Of a figure alone: information is this for each answer. Evidence grows fastest for changes of about a third of what single
 * answers vary by.
 */
const PER_ANSWER = 0.12;
/** Of two figures: information once this bucket is much larger than the one before, half of it when they are alike. */
const AT_MOST = 16;

interface Apart {
  /** Standard error of the difference. */
  readonly error: number;
  readonly information: number;
}

function beyond(figure: Shown, limit: number, trial: Trial): number | null {
  const error = errorTowards(figure, limit);
  return error === null
    ? null
    : oneSidedP(Math.abs(limit - figure.value!) / error, { error, information: PER_ANSWER * figure.n }, trial);
}

function pOfDrop(excess: number, apart: Apart | null, trial: Trial): number | null {
  return apart && oneSidedP(excess / apart.error, apart, trial);
}

function pOfChange(drop: number, apart: Apart | null, ofReport: number | null, trial: Trial): number | null {
  if (trial.isWhole && ofReport !== null) return halved(ofReport, trial);
  if (!apart) return null;
  const z = drop / apart.error;
  return corrected(trial.isWhole ? normalTwoSided(z) : alwaysValidP(mixtureEvidence(z, apart.information)), trial);
}

function oneSidedP(z: number, { information }: Apart, trial: Trial): number {
  return corrected(trial.isWhole ? normalBelow(-z) : alwaysValidP(oneSidedEvidence(z, information)), trial);
}

const halved = (p: number, { isHalved }: Trial) => Math.min(1, isHalved ? 2 * p : p);
const corrected = (p: number, trial: Trial) => Math.min(1, halved(p, trial) * trial.groups);

/** From the two intervals, by the method of variance estimates recovery (Zou & Donner 2008): their sides towards each other. */
function apartBy(figure: Shown, before: Shown): Apart | null {
  const [own, other] = [errorTowards(figure, before.value!, 0), errorTowards(before, figure.value!, 0)];
  if (own === null || other === null || own + other === 0) return null;
  const information = (AT_MOST * figure.n) / (figure.n + before.n);
  return { error: Math.hypot(own, other), information };
}

/** Standard error by the side of the interval that lies towards a limit; null where it is not known, or not above `least`. */
function errorTowards({ value, interval }: Shown, limit: number, least = Number.MIN_VALUE): number | null {
  if (!interval) return null;
  const side = limit > value! ? interval.high - value! : value! - interval.low;
  const error = side / zOf(interval.confidence);
  return error >= least ? error : null;
}
