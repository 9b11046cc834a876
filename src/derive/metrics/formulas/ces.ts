// Pure: the metric CES: share of answers that found it easy.
import { scoreMeasure } from '../measure.ts';
import { defineMetric } from '../metric.ts';
import { topBoxFormula } from './top-box.ts';
import { EFFORT_REFERENCES, WILSON } from './words.ts';

export const ces = defineMetric({
  metric: 'CES',
  name: 'Customer effort score, share of easy',
  description:
    'How many of 100 answers found it easy to get their issue handled. Version 2 (2013): “made it easy for me to handle my issue”, 1 to 7, high is good; positive are 5, 6 and 7, “at least somewhat agree”. Version 1 (2010) asked for the effort made, 1 to 5, low is good: its answers are turned round only where the question itself says that low is good, and then positive are 1 and 2. A question may set its own mark, such as the stricter 6 and 7. Not chosen: the mean, which is CES_MEAN, and the net share (5 to 7) − (1 to 3).',
  formula: '100 · positive answers / answers; on 1 to 7: 100 · (answers of 5, 6 or 7) / answers',
  unit: 'PERCENT',
  min: 0,
  max: 100,
  higherIsBetter: true,
  interval: WILSON.interval,
  references: [...EFFORT_REFERENCES, ...WILSON.references],
  kinds: ['CES'],
  rows: ['CES'],
  measure: scoreMeasure('CES'),
  ...topBoxFormula('CES'),
});
