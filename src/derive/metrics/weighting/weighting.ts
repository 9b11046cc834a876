// Pure: what is said of a weighting beside the figures that rest on it.
import { type Dimension, type DimensionName, nameOf } from '../dimensions.ts';
import type { Raked } from './rake.ts';

export interface Weighting {
  readonly by: readonly DimensionName[];
  /** Share of the answers that it rests on. */
  readonly share: number;
  /** Share of the customers whose values were heard at all. */
  readonly heard: number;
  readonly largest: number;
  /** Share of the answers whose weight was cut. */
  readonly trimmed: number;
}

/** Of several kinds of answers: that which stands worst. */
export function weightingOf(by: readonly Dimension[], raked: readonly Raked[]): Weighting {
  const worst = (of: (one: Raked) => number, pick: (...values: number[]) => number) => pick(...raked.map(of));
  return {
    by: by.map(nameOf),
    share: worst(one => one.share, Math.min),
    heard: worst(one => one.heard, Math.min),
    largest: worst(one => one.largest, Math.max),
    trimmed: worst(one => one.trimmed, Math.max),
  };
}
