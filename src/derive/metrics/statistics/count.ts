// Pure: counts of independent events, as draws of a Poisson variable.
import type { Bounds } from '../metric.ts';
import { normalQuantile, upperTail } from './normal.ts';
import { igami, incbet } from './special.ts';

/**
 * Garwood's exact interval (Garwood 1936) of the expected count: half of chi-square quantiles with 2·count and
 * 2·(count + 1) degrees of freedom, that is, quantiles of gamma variables.
 */
export function poissonInterval(count: number, confidence: number): Bounds {
  const tail = upperTail(confidence);
  return { low: count > 0 ? gammaQuantile(1 - tail, count) : 0, high: gammaQuantile(tail, count + 1) };
}

/** The library's inverse gives up now and then on shapes from some 3,500 on. */
const LIBRARY_UP_TO = 1000;

/**
 * The x below which lies the share `p` of a gamma variable of this shape and scale 1. Beyond shape 1000 by the cube of a
 * normal variable (Wilson & Hilferty 1931), there within 1/2000 of a standard deviation. Throws RangeError unless 0 < p < 1.
 */
function gammaQuantile(p: number, shape: number): number {
  const z = normalQuantile(p);
  // The library asks for the share above.
  if (shape <= LIBRARY_UP_TO) return igami(shape, 1 - p);
  return shape * (1 - 1 / (9 * shape) + z / (3 * Math.sqrt(shape))) ** 3;
}

/**
 * Two-sided p-value of the difference of two rates, count per exposure (days, money spent), by the exact conditional test
 * (Przyborowski & Wilenski 1940): given their sum, the first count is binomial with the first's share of the exposure. Twice
 * the smaller tail. Null without counts on both sides or without exposure.
 */
export function compareRates(count1: number, exposure1: number, count2: number, exposure2: number): number | null {
  if (count1 + count2 <= 0 || !(exposure1 > 0 && exposure2 > 0)) return null;
  const share = exposure1 / (exposure1 + exposure2);
  return Math.min(1, 2 * Math.min(tailFrom(count1, count2, share), tailFrom(count2, count1, 1 - share)));
}

/** Chance that a binomial variable of `count` + `others` trials is at least `count`. */
function tailFrom(count: number, others: number, share: number): number {
  return count === 0 ? 1 : incbet(count, others + 1, share);
}
