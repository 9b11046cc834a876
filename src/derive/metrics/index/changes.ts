// Pure: what moved an index from one value to another, component by component, adding up exactly.
import { apportion, inSteps } from './apportion.ts';
import type { IndexAggregation } from './definition.ts';
import { type Composition, type Evaluated, logOf } from './evaluate.ts';

export interface IndexChange {
  readonly difference: number | null;
  /** Of each component; null for one without data on either side, and where there is no difference to explain. */
  readonly changes: readonly (number | null)[];
}

/**
 * Arithmetic: weight times the change of the normalised value. Geometric: the same with logarithms, times the logarithmic
 * mean of the two indices (the additive LMDI method), which leaves no residual. Renormalised weights say that a missing
 * component is taken to be like the others; so one that is missing on one side stands there as that side's index, and its
 * coming or going explains what it brought or took, no more. Weights are the definition's, over the components that had data
 * on either side.
 */
export function explainChange(index: Composition, current: Evaluated, baseline: Evaluated): IndexChange {
  const none = index.components.map(() => null);
  if (current.value === null || baseline.value === null) return { difference: null, changes: none };
  const places = [levels(index.aggregation, current), levels(index.aggregation, baseline)] as const;
  const known = index.components.flatMap((_, i) => (places.some(side => side.of(i) !== null) ? [i] : []));
  const total = known.reduce((sum, i) => sum + index.components[i]!.weight, 0);
  const factor = index.aggregation === 'ARITHMETIC' ? 1 : logarithmicMean(current.value, baseline.value);
  const parts = known.map(i => {
    const [now, before] = places.map(side => side.of(i) ?? side.whole) as [number, number];
    return (factor * index.components[i]!.weight * (now - before)) / total;
  });
  const difference = inSteps(current.value - baseline.value);
  const shares = apportion(difference, parts);
  return { difference, changes: index.components.map((_, i) => shares[known.indexOf(i)] ?? null) };
}

/** On the scale on which the index is a mean of its components. */
function levels(
  aggregation: IndexAggregation,
  { components }: Evaluated,
): { of(i: number): number | null; whole: number } {
  const level = (x: number) => (aggregation === 'ARITHMETIC' ? x : logOf(x));
  const of = (i: number) => {
    const { normalized } = components[i]!;
    return normalized === null ? null : level(normalized);
  };
  return { of, whole: components.reduce((sum, { weight }, i) => sum + weight * (of(i) ?? 0), 0) };
}

/** (a − b) / (ln a − ln b): between the two, and so that it times a change of logarithms is the change itself. */
function logarithmicMean(a: number, b: number): number {
  const ratio = (a - b) / b;
  // Near each other the quotient loses its digits; there both mean the same.
  return Math.abs(ratio) < 1e-6 ? (a + b) / 2 : (a - b) / Math.log1p(ratio);
}
