// Pure: the metric CSAT: share of satisfied answers.
import { scoreMeasure } from '../measure.ts';
import { defineMetric } from '../metric.ts';
import { topBoxFormula } from './top-box.ts';
import { POSITIVE_MARK, WILSON } from './words.ts';

export const csat = defineMetric({
  metric: 'CSAT',
  name: 'Customer satisfaction, share of satisfied answers',
  description: `How many of 100 answers to satisfaction questions are positive (top-box share). ${POSITIVE_MARK} Questions on different scales may be counted together, since each answer is judged on its own scale. Not the mean score, which is CSAT_MEAN, and not positive divided by negative answers, as some tools have it; dismissed questions are no answers.`,
  formula: '100 · positive answers / answers; on 1 to 5: 100 · (answers of 4 or 5) / answers',
  unit: 'PERCENT',
  min: 0,
  max: 100,
  higherIsBetter: true,
  interval: WILSON.interval,
  references: ['Customer satisfaction score as top-2-box. kicue.com; sogosurvey.com.', ...WILSON.references],
  kinds: ['CSAT'],
  rows: ['CSAT'],
  measure: scoreMeasure('CSAT'),
  ...topBoxFormula('CSAT'),
});
