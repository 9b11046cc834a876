// Pure: the metric REPEAT_PURCHASE_RATE: buyers who bought again.
import { defineMetric } from '../metric.ts';
import { positiveShare } from './share.ts';
import { REPEAT_BUYING, WILSON } from './words.ts';

export const repeatPurchaseRate = defineMetric({
  metric: 'REPEAT_PURCHASE_RATE',
  name: 'Repeat purchase rate',
  description:
    'How many of 100 customers who bought in the period bought at least twice in it. Rates of periods of different length do not compare: a year gives more room for a second purchase than a month. Not chosen: customers whose second purchase ever lies in the period.',
  formula: '100 · customers with two or more purchases / customers with one or more, both in the period',
  unit: 'PERCENT',
  min: 0,
  max: 100,
  higherIsBetter: true,
  interval: WILSON.interval,
  references: [REPEAT_BUYING, ...WILSON.references],
  kinds: ['BUYER'],
  rows: ['BUYER'],
  ...positiveShare('BUYER'),
});
