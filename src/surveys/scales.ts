// Pure: the usual scale of each measure, for questions that do not state their own.
import type { Question } from '../../connectors/records.ts';

export interface Scale {
  readonly scaleMin: number | null;
  readonly scaleMax: number | null;
  /** Lowest answer that counts as positive; the highest, where low is good. */
  readonly positiveFrom: number | null;
}

const USUAL: Partial<Record<Question['measure'], Scale>> = {
  NPS: { scaleMin: 0, scaleMax: 10, positiveFrom: 9 },
  CSAT: { scaleMin: 1, scaleMax: 5, positiveFrom: 4 },
  CES: { scaleMin: 1, scaleMax: 7, positiveFrom: 5 },
  EFFECTIVENESS: { scaleMin: 1, scaleMax: 7, positiveFrom: 6 },
  EASE: { scaleMin: 1, scaleMax: 7, positiveFrom: 6 },
  EMOTION: { scaleMin: 1, scaleMax: 7, positiveFrom: 6 },
  EXPECTATIONS: { scaleMin: 1, scaleMax: 10, positiveFrom: null },
  IDEAL: { scaleMin: 1, scaleMax: 10, positiveFrom: null },
};

/**
 * The question's own ends where it has them. Its positive mark defaults only together with the usual ends, seen in a
 * mirror where low is good.
 */
export function scaleOf(
  question: Pick<Question, 'measure' | 'scaleMin' | 'scaleMax' | 'positiveFrom'> & {
    readonly higherIsBetter?: boolean | null;
  },
): Scale {
  const usual = USUAL[question.measure];
  const scaleMin = question.scaleMin ?? usual?.scaleMin ?? null;
  const scaleMax = question.scaleMax ?? usual?.scaleMax ?? null;
  const isUsual = usual !== undefined && scaleMin === usual.scaleMin && scaleMax === usual.scaleMax;
  const mark = isUsual ? usual.positiveFrom : null;
  const isMirrored = mark !== null && question.higherIsBetter === false;
  const usualMark = isMirrored ? scaleMin! + scaleMax! - mark : mark;
  return { scaleMin, scaleMax, positiveFrom: question.positiveFrom ?? usualMark };
}
