// Pure: p-values of many comparisons in one report, corrected so that any false alarm at all stays rare.

/**
 * Holm's step-down correction (Holm 1979): the smallest of m is taken m times, the next m − 1 times, and so on, none below
 * the one before it, none above 1. Compare the results with 1 − confidence. Nulls stay null and do not count as comparisons.
 */
export function holm(pValues: readonly (number | null)[]): (number | null)[] {
  const order = pValues.flatMap((p, at) => (p === null ? [] : [{ p, at }])).sort((a, b) => a.p - b.p);
  const corrected: (number | null)[] = pValues.map(() => null);
  let floor = 0;
  for (const [rank, { p, at }] of order.entries()) {
    floor = Math.max(floor, Math.min(1, p * (order.length - rank)));
    corrected[at] = floor;
  }
  return corrected;
}
