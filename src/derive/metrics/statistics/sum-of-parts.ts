// Pure: the interval of a sum of independent parts, each with an interval of its own.
import type { Bounds } from '../metric.ts';

export interface Part extends Bounds {
  readonly value: number;
}

/**
 * The method of variance estimates recovery (Zou & Donner 2008): the distances from each part's value to its own end, squared
 * and added up. Keeps the skew of the parts' intervals.
 */
export function sumOfParts(parts: readonly Part[]): Bounds {
  const value = parts.reduce((sum, part) => sum + part.value, 0);
  const below = Math.hypot(...parts.map(part => part.value - part.low));
  const above = Math.hypot(...parts.map(part => part.high - part.value));
  return { low: value - below, high: value + above };
}
