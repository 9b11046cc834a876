// Pure: the usual scale of each measure, for questions that do not state their own.
import type { Question } from '../../../connectors/records.ts';

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

/** Measures whose every answer is one of the steps of a scale; the others may be means of several answers. */
const STEPPED: readonly Question['measure'][] = ['NPS', 'CSAT', 'CES', 'EFFECTIVENESS', 'EASE', 'EMOTION'];
/** From end to end: a longer scale is a slider or a percentage. */
const MOST_STEPS = 10;

/**
 * Whether the score is one that the question's scale has: between its ends and, where answers are picked from a few steps, a
 * whole number. NPS is, on any scale.
 */
export function isOnScale(
  score: number,
  { measure, scaleMin, scaleMax }: Pick<Scale, 'scaleMin' | 'scaleMax'> & Pick<Question, 'measure'>,
): boolean {
  if (score < (scaleMin ?? score) || score > (scaleMax ?? score)) return false;
  return Number.isInteger(score) || !isStepped(measure, scaleMin, scaleMax);
}

function isStepped(measure: Question['measure'], scaleMin: number | null, scaleMax: number | null): boolean {
  if (measure === 'NPS') return true;
  const hasSteps = scaleMin !== null && scaleMax !== null && scaleMax - scaleMin <= MOST_STEPS;
  return hasSteps && Number.isInteger(scaleMin) && Number.isInteger(scaleMax) && STEPPED.includes(measure);
}

const isWhole = (value: string) => `${value} = trunc(${value})`;

/** The same as SQL; false, too, where there is no score. `question` is a row of survey_question. */
export const onScale = (score: string, question: string): string =>
  `coalesce(${score} between coalesce(${question}.scale_min, ${score}) and coalesce(${question}.scale_max, ${score})
    and (${isWhole(score)} or not (${question}.measure = 'NPS' or coalesce(
      ${question}.measure in (${STEPPED.map(measure => `'${measure}'`).join(', ')})
      and ${question}.scale_max - ${question}.scale_min <= ${MOST_STEPS}
      and ${isWhole(`${question}.scale_min`)} and ${isWhole(`${question}.scale_max`)}, false))), false)`;

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
