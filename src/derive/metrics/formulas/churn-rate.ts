// Pure: the metric CHURN_RATE: customers lost.
import { defineMetric } from '../metric.ts';
import { shareFormula } from './share.ts';
import { ACTIVITY, WILSON } from './words.ts';

export const churnRate = defineMetric({
  metric: 'CHURN_RATE',
  name: 'Churn rate',
  description: `How many of 100 customers who were active when the period began are no more active when it ends. ${ACTIVITY} Customers who are new in the period are excluded. The non-contractual form: nobody says good-bye, so a silence of 365 days counts as leaving, and a customer is lost a year after the latest purchase. Churn of one period is not churn of another length: a month’s rate c makes 1 − (1 − c)^12 a year. Not chosen: ended contracts, lost revenue (revenue churn), and the chance of being gone (Customer.scores.churnRisk).`,
  formula: '100 · (active at start and not active at end) / active at start',
  unit: 'PERCENT',
  min: 0,
  max: 100,
  higherIsBetter: false,
  interval: WILSON.interval,
  references: [
    'Fader, P. S. & Hardie, B. G. S. (2007). How to project customer retention. Journal of Interactive Marketing 21.',
    ...WILSON.references,
  ],
  kinds: ['ACTIVE_AT_START'],
  rows: ['ACTIVE_AT_START'],
  ...shareFormula(states => {
    const { negative, n } = states.get('ACTIVE_AT_START');
    return { positive: negative, of: n };
  }),
});
