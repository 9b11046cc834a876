// Pure: what all metrics of durations share.
import type { FactKind } from '../kinds.ts';
import { durationMeasure } from '../measure.ts';
import { skewedMeanFormula } from './skewed-mean.ts';
import { QUANTILES, STUDENT } from './words.ts';

/** The value is the mean; the definition's own words say of what. */
export function durationOf(kind: FactKind) {
  return {
    unit: 'SECONDS',
    min: 0,
    max: null,
    higherIsBetter: false,
    interval: `${STUDENT.interval} The interval is cut at 0. ${QUANTILES.interval}`,
    kinds: [kind],
    rows: [kind],
    measure: durationMeasure(kind),
    ...skewedMeanFormula(kind, { min: 0 }),
  } as const;
}
