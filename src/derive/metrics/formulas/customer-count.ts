// Pure: the metric CUSTOMER_COUNT: active customers.
import { defineMetric } from '../metric.ts';
import { countFormula } from './count.ts';
import { ACTIVITY, POISSON } from './words.ts';

export const customerCount = defineMetric({
  metric: 'CUSTOMER_COUNT',
  name: 'Active customers',
  description: `How many customers are active when the period ends. ${ACTIVITY} Without any the value is null. Not chosen: all customers ever known, and customers with a running contract.`,
  formula: 'customers with a purchase within the 365 days before the end of the period',
  unit: 'COUNT',
  min: 0,
  max: null,
  higherIsBetter: true,
  interval: `${POISSON.interval} Two groups are compared as two counts. Two moments share most of their customers, so that a change between them is more certain than this test says.`,
  references: [...POISSON.references],
  kinds: ['ACTIVE_AT_END'],
  rows: ['ACTIVE_AT_END'],
  ...countFormula('ACTIVE_AT_END', () => 1),
});
