// Pure: the metric CUSTOMER_LIFETIME_VALUE: the simple form.
import { defineMetric, type States } from '../metric.ts';
import { compareNormal, zOf } from '../statistics/normal.ts';
import { NOTHING } from './formula.ts';
import { lifetimeOf } from './lifetime.ts';
import { ACTIVITY, MARKETING_METRICS, ONE_CURRENCY } from './words.ts';

const smallest = (states: States) =>
  Math.min(states.get('PURCHASE').n, states.get('BUYER').n, states.get('ACTIVE_AT_START').n);

export const customerLifetimeValue = defineMetric({
  metric: 'CUSTOMER_LIFETIME_VALUE',
  name: 'Customer lifetime value, simple form',
  description: `What a customer brings until leaving, in revenue, if things stay as they were in the period: average order value, times purchases per customer and year, times the years a customer stays. ${ONE_CURRENCY} Customers are the mean of those active at the start and at the end, whether they bought in the period or not, so that a short period does not look like frequent buying. ${ACTIVITY} Years are 1 over the churn rate per year, taken as constant; without churn the value is unknown (null). Neither costs nor interest are taken off. n is the smallest of purchases, buyers and customers at the start. The predictive form, by BG/NBD and Gamma-Gamma for each customer, is Customer.scores.lifetimeValue.`,
  formula:
    'average order value · f · 1/c, with f = (purchases of known customers / customers) · 365/days and c = 1 − (1 − churn of the period)^(365/days)',
  unit: 'CURRENCY',
  min: 0,
  max: null,
  higherIsBetter: true,
  interval:
    'Delta method on the logarithm: the squared relative errors of the three factors are added up as of independent figures, and the interval is value · exp(± z·SE). Two values are compared by z of their logarithms, two-sided.',
  references: [
    MARKETING_METRICS,
    'Fader, P. S., Hardie, B. G. S. & Lee, K. L. (2005). “Counting your customers” the easy way: an alternative to the Pareto/NBD model. Marketing Science 24.',
  ],
  kinds: ['PURCHASE', 'BUYER', 'ACTIVE_AT_START', 'ACTIVE_AT_END'],
  rows: ['PURCHASE'],
  oneUnit: 'currency',
  evaluate(states, confidence) {
    const n = smallest(states);
    const lifetime = lifetimeOf(states);
    if (lifetime === null) return { ...NOTHING, n };
    const { value, logVariance } = lifetime;
    if (logVariance === null) return { value, n, interval: null, variance: null };
    const factor = Math.exp(zOf(confidence) * Math.sqrt(logVariance));
    return { value, n, interval: { low: value / factor, high: value * factor }, variance: logVariance * value ** 2 };
  },
  compare(statesA, statesB) {
    const [a, b] = [lifetimeOf(statesA), lifetimeOf(statesB)];
    if (a === null || b === null || a.logVariance === null || b.logVariance === null) return null;
    return compareNormal(Math.log(a.value), a.logVariance, Math.log(b.value), b.logVariance);
  },
});
