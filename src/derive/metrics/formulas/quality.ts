// Pure: the metric QUALITY: share of positive answers about quality.
import { scoreMeasure } from '../measure.ts';
import { defineMetric } from '../metric.ts';
import { topBoxFormula } from './top-box.ts';
import { POSITIVE_MARK, WILSON } from './words.ts';

export const quality = defineMetric({
  metric: 'QUALITY',
  name: 'Perceived quality',
  description: `How many of 100 answers to questions about quality (of product, service or operations) are positive. ${POSITIVE_MARK} Not a gap between what was expected and what was found, as SERVQUAL has it; for expectations see EXPECTATIONS_MEAN.`,
  formula: '100 · positive answers / answers',
  unit: 'PERCENT',
  min: 0,
  max: 100,
  higherIsBetter: true,
  interval: WILSON.interval,
  references: [
    'Parasuraman, A., Zeithaml, V. A. & Berry, L. L. (1988). SERVQUAL: a multiple-item scale for measuring consumer perceptions of service quality. Journal of Retailing 64.',
    ...WILSON.references,
  ],
  kinds: ['QUALITY'],
  rows: ['QUALITY'],
  measure: scoreMeasure('QUALITY'),
  ...topBoxFormula('QUALITY'),
});
