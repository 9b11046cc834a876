// Pure: the metric EXPECTATIONS_MEAN: how far expectations were met.
import { scoreMeasure } from '../measure.ts';
import { defineMetric } from '../metric.ts';
import { meanScoreFormula } from './mean-score.ts';
import { ACSI, ONE_SCALE, STUDENT } from './words.ts';

export const expectationsMean = defineMetric({
  metric: 'EXPECTATIONS_MEAN',
  name: 'Expectations met, mean score',
  description: `The mean answer to “How well did it meet your expectations?”, in steps of its own scale; the second of the three ACSI questions, there on 1 to 10. ${ONE_SCALE} Not a share of positive answers.`,
  formula: 'sum of scores / answers',
  unit: 'SCORE',
  min: null,
  max: null,
  higherIsBetter: true,
  interval: STUDENT.interval,
  references: [...ACSI, ...STUDENT.references],
  kinds: ['EXPECTATIONS'],
  rows: ['EXPECTATIONS'],
  measure: scoreMeasure('EXPECTATIONS'),
  oneUnit: 'scale',
  ...meanScoreFormula('EXPECTATIONS'),
});
