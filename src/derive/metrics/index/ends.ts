// Pure: which raw value of a component is worst and which is best, where the definition does not say.
import type { MetricFilter } from '../filter.ts';
import type { MetricDefinition } from '../metric.ts';

export interface Range {
  readonly min: number | null;
  readonly max: number | null;
  readonly higherIsBetter: boolean;
}

/** The ends of the metric's scale; of a mean score those of the one scale that is counted, such as 1..5. */
export function rangeOf(definition: MetricDefinition, where: MetricFilter | null): Range {
  const { min, max, higherIsBetter } = definition;
  if (definition.oneUnit !== 'scale' || definition.unit !== 'SCORE') return { min, max, higherIsBetter };
  const [, low, high, isLow] = /^(-?[\d.]+)\.\.(-?[\d.]+)( low)?$/.exec(where?.scale ?? '') ?? [];
  if (low === undefined || high === undefined) return { min, max, higherIsBetter };
  return { min: Number(low), max: Number(high), higherIsBetter: isLow === undefined };
}

/** Null where the scale has no such end. */
export function usualEnds({ min, max, higherIsBetter }: Range): { worst: number | null; best: number | null } {
  return higherIsBetter ? { worst: min, best: max } : { worst: max, best: min };
}
