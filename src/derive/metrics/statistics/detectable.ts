// Pure: the smallest change that a report of this size could have found.
import { normalQuantile, zOf } from './normal.ts';

/**
 * The smallest true difference between two values, each with this squared standard error, that a test at this confidence
 * finds with the chance `power`: (z + z_power)·√(2·variance), in the value's own unit. Null when the error is not known.
 */
export function detectableDifference(variance: number | null, confidence: number, power = 0.8): number | null {
  return variance === null ? null : (zOf(confidence) + normalQuantile(power)) * Math.sqrt(2 * variance);
}
