// Pure: the metric CES_MEAN: mean ease.
import { defineMetric } from '../metric.ts';
import { meanScoreFormula } from './mean-score.ts';
import { EFFORT_REFERENCES, ONE_SCALE, STUDENT } from './words.ts';

export const cesMean = defineMetric({
  metric: 'CES_MEAN',
  name: 'Customer effort score, mean score',
  description: `The mean answer to effort questions, in steps of their own scale. ${ONE_SCALE} So version 1 (1 to 5, low is good) and version 2 (1 to 7, high is good) are never averaged; on a scale where low is good, a lower mean is better. Not the share of easy, which is CES.`,
  formula: 'sum of scores / answers',
  unit: 'SCORE',
  min: null,
  max: null,
  higherIsBetter: true,
  interval: STUDENT.interval,
  references: [...EFFORT_REFERENCES, ...STUDENT.references],
  kinds: ['CES'],
  rows: ['CES'],
  oneUnit: 'scale',
  ...meanScoreFormula('CES'),
});
