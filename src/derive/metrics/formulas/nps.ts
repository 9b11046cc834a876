// Pure: the metric NPS: promoters minus detractors.
import { scoreMeasure } from '../measure.ts';
import { defineMetric } from '../metric.ts';
import { netBoxFormula } from './net-box.ts';
import { ADJUSTED_WALD } from './words.ts';

export const nps = defineMetric({
  metric: 'NPS',
  name: 'Net promoter score',
  description:
    'How many more customers would recommend than would not, from answers to “How likely are you to recommend us?” on 0 to 10. Promoters give 9 or 10, passives 7 or 8, detractors 0 to 6; passives count among the answers. Each answer counts, also a second one of the same customer. Answers on any other scale are not counted, for promoters and detractors are defined on 0 to 10 alone. NPS is a trademark of others.',
  formula: '100 · (promoters − detractors) / answers',
  unit: 'POINTS',
  min: -100,
  max: 100,
  higherIsBetter: true,
  interval: ADJUSTED_WALD.interval,
  references: [
    'Reichheld, F. F. (2003). The one number you need to grow. Harvard Business Review 81.',
    ...ADJUSTED_WALD.references,
  ],
  kinds: ['NPS'],
  rows: ['NPS'],
  measure: scoreMeasure('NPS'),
  ...netBoxFormula('NPS'),
});
