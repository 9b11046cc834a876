// Pure: what the three parts of the experience rating share: top boxes minus bottom boxes.
import { scoreMeasure } from '../measure.ts';
import { netBoxFormula } from './net-box.ts';
import { ADJUSTED_WALD, EXPERIENCE_BOXES, EXPERIENCE_REFERENCES } from './words.ts';

export const EXPERIENCE_PARTS = ['EFFECTIVENESS', 'EASE', 'EMOTION'] as const;

export function experiencePart<const Part extends (typeof EXPERIENCE_PARTS)[number]>(
  part: Part,
  name: string,
  asks: string,
) {
  return {
    metric: part,
    name,
    description: `${asks} ${EXPERIENCE_BOXES} One of the three parts of EXPERIENCE_RATING.`,
    formula:
      '100 · (positive − negative) / answers; on 1 to 7: 100 · ((answers of 6 or 7) − (answers of 1, 2 or 3)) / answers',
    unit: 'POINTS',
    min: -100,
    max: 100,
    higherIsBetter: true,
    interval: ADJUSTED_WALD.interval,
    references: [...EXPERIENCE_REFERENCES, ...ADJUSTED_WALD.references],
    kinds: [part],
    rows: [part],
    measure: scoreMeasure(part),
    oneUnit: 'scale',
    ...netBoxFormula(part),
  } as const;
}
