// Pure: the metric REVENUE: what purchases bring.
import { defineMetric } from '../metric.ts';
import { compareSums, sumInterval } from '../statistics/amount.ts';
import { NOTHING } from './formula.ts';
import { PURCHASES } from './told.ts';
import { ONE_CURRENCY } from './words.ts';

export const revenue = defineMetric({
  metric: 'REVENUE',
  name: 'Revenue',
  description: `The sum of the amounts of all purchases in the period. ${ONE_CURRENCY} Amounts are as the source records them. Without any purchase the value is null, not 0. Not chosen: recognised or recurring revenue.`,
  formula: 'sum of amounts',
  unit: 'CURRENCY',
  min: null,
  max: null,
  higherIsBetter: true,
  interval:
    'Purchases are taken as coming at random, each with an amount of its own (compound Poisson): SE = √(sum of squared amounts), the interval is the sum ± z·SE. It says how much the sum would vary by chance, not that the sum is uncertain. Compared is revenue per day, so that periods may differ in length, by z, two-sided.',
  references: [
    'Klugman, S. A., Panjer, H. H. & Willmot, G. E. (2012). Loss Models: From Data to Decisions, on compound frequency models.',
  ],
  kinds: ['PURCHASE'],
  told: PURCHASES,
  rows: ['PURCHASE'],
  growsWithTime: true,
  oneUnit: 'currency',
  evaluate(states, confidence) {
    const state = states.get('PURCHASE');
    if (state.n === 0) return NOTHING;
    return { value: state.sum, n: state.n, interval: sumInterval(state, confidence), variance: state.squares };
  },
  compare(statesA, statesB) {
    const [a, b] = [statesA.get('PURCHASE'), statesB.get('PURCHASE')];
    return a.n > 0 && b.n > 0 ? compareSums(a, statesA.days, b, statesB.days) : null;
  },
});
