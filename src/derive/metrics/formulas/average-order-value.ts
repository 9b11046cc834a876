// Pure: the metric AVERAGE_ORDER_VALUE: revenue per purchase.
import { defineMetric } from '../metric.ts';
import { skewedMeanFormula } from './skewed-mean.ts';
import { PURCHASES } from './told.ts';
import { MARKETING_METRICS, ONE_CURRENCY, QUANTILES, STUDENT } from './words.ts';

export const averageOrderValue = defineMetric({
  metric: 'AVERAGE_ORDER_VALUE',
  name: 'Average order value',
  description: `How much a purchase brings on average. ${ONE_CURRENCY} Amounts are as the source records them; a refund recorded as a negative purchase lowers the mean. Median and p90 stand beside it, since a few large orders pull the mean up. Not chosen: revenue per customer.`,
  formula: 'sum of amounts / purchases',
  unit: 'CURRENCY',
  min: null,
  max: null,
  higherIsBetter: true,
  interval: `${STUDENT.interval} ${QUANTILES.interval}`,
  references: [MARKETING_METRICS, ...STUDENT.references, ...QUANTILES.references],
  kinds: ['PURCHASE'],
  told: PURCHASES,
  rows: ['PURCHASE'],
  oneUnit: 'currency',
  ...skewedMeanFormula('PURCHASE'),
});
