// Pure: the metric CUSTOMER_ACQUISITION_COST: spend per new customer.
import { defineMetric, type States } from '../metric.ts';
import { compareRates, poissonInterval } from '../statistics/count.ts';
import { NOTHING } from './formula.ts';
import { ACTIVITY, MARKETING_METRICS, ONE_CURRENCY, POISSON } from './words.ts';

function read(states: States): { spend: number | null; gained: number } {
  const { n, sum } = states.get('ACQUISITION_SPEND');
  return { spend: n > 0 || sum > 0 ? sum : null, gained: states.get('ACTIVE_AT_END').sum };
}

export const customerAcquisitionCost = defineMetric({
  metric: 'CUSTOMER_ACQUISITION_COST',
  name: 'Customer acquisition cost',
  description: `What it costs to win a customer: the recorded spend on acquisition in the period, divided by its new customers. ${ACTIVITY} ${ONE_CURRENCY} Spend is recorded by hand or import, and shared out evenly over the days of its own period. All new customers count, whether spend won them or not (blended). Null without recorded spend, and without new customers. Not chosen: cost per lead, and spend set against the customers of a later period.`,
  formula: 'recorded acquisition spend / customers whose first purchase ever lies in the period',
  unit: 'CURRENCY',
  min: 0,
  max: null,
  higherIsBetter: false,
  interval: `The spend is taken as known and divided by the ends of the interval of the number of new customers. ${POISSON.interval} Compared are new customers per money spent.`,
  references: [MARKETING_METRICS, ...POISSON.references],
  kinds: ['ACQUISITION_SPEND', 'ACTIVE_AT_END'],
  rows: ['ACTIVE_AT_END'],
  onlyNew: true,
  oneUnit: 'currency',
  evaluate(states, confidence) {
    const { spend, gained } = read(states);
    if (spend === null || gained === 0) return { ...NOTHING, n: gained };
    const value = spend / gained;
    const { low, high } = poissonInterval(gained, confidence);
    return { value, n: gained, interval: { low: spend / high, high: spend / low }, variance: value ** 2 / gained };
  },
  compare(statesA, statesB) {
    const [a, b] = [read(statesA), read(statesB)];
    if (a.spend === null || b.spend === null || a.gained === 0 || b.gained === 0) return null;
    return compareRates(a.gained, a.spend, b.gained, b.spend);
  },
});
