// Pure: the metric CSAT_MEAN: mean satisfaction.
import { defineMetric } from '../metric.ts';
import { meanScoreFormula } from './mean-score.ts';
import { ONE_SCALE, STUDENT } from './words.ts';

export const csatMean = defineMetric({
  metric: 'CSAT_MEAN',
  name: 'Customer satisfaction, mean score',
  description: `The mean answer to satisfaction questions, in steps of their own scale. ${ONE_SCALE} Not the share of satisfied answers, which is CSAT; both are called CSAT elsewhere.`,
  formula: 'sum of scores / answers',
  unit: 'SCORE',
  min: null,
  max: null,
  higherIsBetter: true,
  interval: STUDENT.interval,
  references: ['Customer satisfaction as a mean. kicue.com; sogosurvey.com.', ...STUDENT.references],
  kinds: ['CSAT'],
  rows: ['CSAT'],
  oneUnit: 'scale',
  ...meanScoreFormula('CSAT'),
});
