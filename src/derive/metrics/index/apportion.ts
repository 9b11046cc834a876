// Pure: parts that add up to their whole exactly, in whatever order they are added.

/** Points are kept in steps of 2^-40: sums of such numbers below 2^13 have no rounding at all. */
const STEPS = 2 ** 40;

export function inSteps(points: number): number {
  return Math.round(points * STEPS) / STEPS;
}

/** The parts in steps, the largest of them changed by what rounding leaves, so that they sum to `whole`, itself in steps. */
export function apportion(whole: number, parts: readonly number[]): number[] {
  const rounded = parts.map(inSteps);
  const largest = rounded.reduce((best, part, i) => (Math.abs(part) > Math.abs(rounded[best]!) ? i : best), 0);
  const rest = rounded.reduce((left, part) => left - part, whole);
  return rounded.map((part, i) => (i === largest ? part + rest : part));
}
