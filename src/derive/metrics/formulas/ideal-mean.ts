// Pure: the metric IDEAL_MEAN: how close to the ideal.
import { scoreMeasure } from '../measure.ts';
import { defineMetric } from '../metric.ts';
import { meanScoreFormula } from './mean-score.ts';
import { ACSI, ONE_SCALE, STUDENT } from './words.ts';

export const idealMean = defineMetric({
  metric: 'IDEAL_MEAN',
  name: 'Closeness to the ideal, mean score',
  description: `The mean answer to “How close is it to your ideal?”, in steps of its own scale; the third of the three ACSI questions, there on 1 to 10. ${ONE_SCALE} Not a share of positive answers.`,
  formula: 'sum of scores / answers',
  unit: 'SCORE',
  min: null,
  max: null,
  higherIsBetter: true,
  interval: STUDENT.interval,
  references: [...ACSI, ...STUDENT.references],
  kinds: ['IDEAL'],
  rows: ['IDEAL'],
  measure: scoreMeasure('IDEAL'),
  oneUnit: 'scale',
  ...meanScoreFormula('IDEAL'),
});
