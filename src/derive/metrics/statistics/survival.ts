// Pure: how many have come after so much time, where not all have been watched as long: Kaplan–Meier and the log-rank test.
import type { Bounds } from '../metric.ts';
import { normalTwoSided, zOf } from './normal.ts';

/** What happened to those watched, at one time since each began. */
export interface LifeRow {
  /** In any unit, the same for all. */
  readonly time: number;
  /** Who came then. */
  readonly events: number;
  /** Who had not come, and was watched no longer. */
  readonly censored: number;
}

/** Ascending by time, each time once. */
export type LifeTable = readonly LifeRow[];

/** How many were still watched, and had not come, when each row's time began. */
function atRisk(table: LifeTable): number[] {
  let left = table.reduce((sum, { events, censored }) => sum + events + censored, 0);
  return table.map(({ events, censored }) => {
    const now = left;
    left -= events + censored;
    return now;
  });
}

/**
 * The last time at which at least `least` of each cohort are still watched: beyond it the estimate rests on a few. Null where
 * there is none.
 */
export function horizonOf(tables: readonly LifeTable[], least: number): number | null {
  const last = tables.map(table => {
    const risks = atRisk(table);
    return table.findLast((_, i) => risks[i]! >= least)?.time ?? null;
  });
  return last.every(time => time !== null) && last.length > 0 ? Math.min(...last) : null;
}

export interface Estimate {
  /** Share that has come by then, 0 to 1. */
  readonly share: number;
  readonly interval: Bounds;
}

/**
 * The share that has come by `horizon` (Kaplan & Meier 1958), Greenwood's variance, interval on the scale of log(−log)
 * (Kalbfleisch & Prentice 1980). Who is watched no longer leaves after those who came at the same time. Null for nobody.
 */
export function kaplanMeier(table: LifeTable, horizon: number, confidence: number): Estimate | null {
  const risks = atRisk(table);
  if (!(risks[0]! > 0)) return null;
  let [survival, sum] = [1, 0];
  for (const [i, { time, events }] of table.entries()) {
    if (time > horizon) break;
    if (events === 0) continue;
    survival *= 1 - events / risks[i]!;
    sum += events / (risks[i]! * (risks[i]! - events));
  }
  return { share: 1 - survival, interval: boundsOf(survival, sum, risks[0]!, confidence) };
}

/** `sum` is Greenwood's: the variance over the squared survival. */
function boundsOf(survival: number, sum: number, n: number, confidence: number): Bounds {
  const z = zOf(confidence);
  // Where nobody came, or all did, no spread was seen: as of n trials with one outcome.
  if (survival === 1) return { low: 0, high: 1 - ((1 - confidence) / 2) ** (1 / n) };
  if (survival === 0) return { low: ((1 - confidence) / 2) ** (1 / n), high: 1 };
  const half = (z * Math.sqrt(sum)) / Math.abs(Math.log(survival));
  return { low: 1 - survival ** Math.exp(-half), high: 1 - survival ** Math.exp(half) };
}

export interface LogRank {
  readonly chiSquare: number;
  readonly pValue: number;
}

/**
 * The log-rank test of two cohorts up to `horizon` (Mantel 1966; Peto & Peto 1972), two-sided, one degree of freedom: at each
 * time those who came are set beside what those still watched on either side would lead to expect. It needs no equal
 * follow-up. Null where nobody came, or one side was not watched then.
 */
export function logRank(a: LifeTable, b: LifeTable, horizon: number): LogRank | null {
  const [risksA, risksB] = [atRisk(a), atRisk(b)];
  const rowsOf = (table: LifeTable, risks: readonly number[]) =>
    new Map(table.map((row, i) => [row.time, { events: row.events, risk: risks[i]! }]));
  const [byA, byB] = [rowsOf(a, risksA), rowsOf(b, risksB)];
  const times = [...new Set([...a, ...b].filter(row => row.events > 0 && row.time <= horizon).map(row => row.time))];
  /** At a time without a row: who was there at the next. */
  const riskAt = (table: LifeTable, risks: readonly number[], time: number) => {
    const next = table.findIndex(row => row.time >= time);
    return next < 0 ? 0 : risks[next]!;
  };
  let [excess, variance] = [0, 0];
  for (const time of times) {
    const [nA, nB] = [byA.get(time)?.risk ?? riskAt(a, risksA, time), byB.get(time)?.risk ?? riskAt(b, risksB, time)];
    const [n, came] = [nA + nB, (byA.get(time)?.events ?? 0) + (byB.get(time)?.events ?? 0)];
    excess += (byA.get(time)?.events ?? 0) - (came * nA) / n;
    if (n > 1) variance += (came * nA * nB * (n - came)) / (n * n * (n - 1));
  }
  if (!(variance > 0)) return null;
  const chiSquare = excess ** 2 / variance;
  return { chiSquare, pValue: normalTwoSided(Math.sqrt(chiSquare)) };
}
