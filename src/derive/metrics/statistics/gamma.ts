// Pure: the gamma distribution, whose quantiles are half of chi-square ones with 2·shape degrees of freedom.
import { normalQuantile } from './normal.ts';
import { igami } from './special.ts';

/** The library's inverse gives up now and then on shapes from some 3,500 on. */
const LIBRARY_UP_TO = 1000;

/**
 * The x below which lies the share `p` of a gamma variable of this shape and scale 1. Beyond shape 1000 by the cube of a
 * normal variable (Wilson & Hilferty 1931), there within 1/2000 of a standard deviation. Throws RangeError unless 0 < p < 1.
 */
export function gammaQuantile(p: number, shape: number): number {
  const z = normalQuantile(p);
  // The library asks for the share above.
  if (shape <= LIBRARY_UP_TO) return igami(shape, 1 - p);
  return shape * (1 - 1 / (9 * shape) + z / (3 * Math.sqrt(shape))) ** 3;
}
