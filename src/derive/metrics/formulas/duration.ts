// Pure: what all metrics of durations share.
import type { FactKind } from '../kinds.ts';
import { durationMeasure } from '../measure.ts';
import { medianFormula } from './skewed-mean.ts';
import { MEDIANS, QUANTILES, STUDENT_INTERVAL } from './words.ts';

/** The value is the mean; the definition's own words say of what. */
export function durationOf(kind: FactKind) {
  return { ...businessDurationOf(kind), measure: durationMeasure(kind) } as const;
}

/** No driver: the duration itself stands for the same cases. */
export function businessDurationOf(kind: FactKind) {
  return {
    unit: 'SECONDS',
    min: 0,
    max: null,
    higherIsBetter: false,
    interval: `${STUDENT_INTERVAL} It is cut at 0. ${QUANTILES.interval} ${MEDIANS.interval}`,
    kinds: [kind],
    rows: [kind],
    ...medianFormula(kind, { min: 0 }),
  } as const;
}
