// Pure: the metric REFERRAL_RATE: customers who brought others.
import { defineMetric } from '../metric.ts';
import { positiveShare } from './share.ts';
import { WILSON } from './words.ts';

export const referralRate = defineMetric({
  metric: 'REFERRAL_RATE',
  name: 'Referral rate',
  description:
    'How many of 100 customers known by the end of the period referred somebody in it. A customer counts once, however many were referred, and whether they bought or not. What was done, not what was promised: for that see NPS. Not chosen: new customers who came by referral among all new ones.',
  formula: '100 · customers with a referral in the period / customers known by its end',
  unit: 'PERCENT',
  min: 0,
  max: 100,
  higherIsBetter: true,
  interval: WILSON.interval,
  references: [
    'Kumar, V., Petersen, J. A. & Leone, R. P. (2007). How valuable is word of mouth? Harvard Business Review 85.',
    ...WILSON.references,
  ],
  kinds: ['REFERRER'],
  rows: ['REFERRER'],
  ...positiveShare('REFERRER'),
});
