// Pure: seeded chance for resampling: the same seed gives the same intervals, in every process and on every machine.
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A whole number from 0 to `below` − 1. */
export type Chance = (below: number) => number;

export function chanceOf(seed: number): Chance {
  const generator = xoroshiro128plus(seed);
  return below => uniformInt(generator, 0, below - 1);
}

/** The numbers from 0 to `n` − 1 in random order. */
export function shuffledUpTo(n: number, chance: Chance): Uint32Array {
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = chance(i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
