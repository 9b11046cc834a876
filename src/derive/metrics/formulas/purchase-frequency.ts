// Pure: the metric PURCHASE_FREQUENCY: purchases per buyer.
import { defineMetric } from '../metric.ts';
import { meanFormula } from './mean.ts';
import { REPEAT_BUYING, STUDENT } from './words.ts';

export const purchaseFrequency = defineMetric({
  metric: 'PURCHASE_FREQUENCY',
  name: 'Purchase frequency',
  description:
    'How often a customer who bought in the period bought in it, 1 at least. Customers without a purchase in the period are not counted; frequencies of periods of different length do not compare. Not chosen: purchases per known or active customer, which CUSTOMER_LIFETIME_VALUE uses.',
  formula: 'purchases of known customers / customers who bought, both in the period',
  unit: 'RATIO',
  min: 1,
  max: null,
  higherIsBetter: true,
  interval: `${STUDENT.interval} Each customer is one value. The interval is cut at 1.`,
  references: [REPEAT_BUYING, ...STUDENT.references],
  kinds: ['BUYER'],
  rows: ['BUYER'],
  ...meanFormula('BUYER', { min: 1 }),
});
