// Pure: the metric RETENTION_RATE: customers kept.
import { defineMetric, type States } from '../metric.ts';
import { poissonInterval } from '../statistics/count.ts';
import { compareNormal } from '../statistics/normal.ts';
import { proportionVariance, wilson } from '../statistics/proportion.ts';
import { sumOfParts } from '../statistics/sum-of-parts.ts';
import { NOTHING } from './formula.ts';
import { ACTIVITY, MARKETING_METRICS, WILSON } from './words.ts';

const PERCENT = 100;

/** Customers active at the start; of them, those still active; and those active again who had been before the start. */
function read(states: States): { start: number; stayed: number; returned: number } {
  const { n: start, positive: stayed } = states.get('ACTIVE_AT_START');
  const end = states.get('ACTIVE_AT_END');
  return { start, stayed, returned: Math.max(0, end.n - end.positive - stayed) };
}

function estimate(states: States): { value: number; variance: number } | null {
  const { start, stayed, returned } = read(states);
  if (start === 0) return null;
  const variance = proportionVariance(stayed, start) + returned / start ** 2;
  return { value: (PERCENT * (stayed + returned)) / start, variance: PERCENT ** 2 * variance };
}

export const retentionRate = defineMetric({
  metric: 'RETENTION_RATE',
  name: 'Retention rate',
  description: `How many customers are active at the end of the period without being new, for 100 who were active at its start. ${ACTIVITY} Customers who had been gone and came back count as kept, so that retention and churn add up to 100 only if nobody returns, and retention can pass 100. Not chosen: the share of the very customers of the start who are still there, which is 100 − CHURN_RATE.`,
  formula: '100 · (active at end − new in the period) / active at start',
  unit: 'PERCENT',
  min: 0,
  max: null,
  higherIsBetter: true,
  interval:
    'The share of those who stayed has a Wilson interval, the number of those who returned Garwood’s Poisson interval; the interval of the sum comes from both by the method of variance estimates recovery, cut at 0. Two values are compared by z, two-sided, with the variances of both parts added up.',
  references: [
    MARKETING_METRICS,
    'Zou, G. Y. & Donner, A. (2008). Construction of confidence limits about effect measures: a general approach. Statistics in Medicine 27.',
    ...WILSON.references,
  ],
  kinds: ['ACTIVE_AT_START', 'ACTIVE_AT_END'],
  rows: ['ACTIVE_AT_START'],
  evaluate(states, confidence) {
    const kept = estimate(states);
    if (kept === null) return NOTHING;
    const { start, stayed, returned } = read(states);
    const back = poissonInterval(returned, confidence);
    const { low, high } = sumOfParts([
      { value: stayed / start, ...wilson(stayed, start, confidence) },
      { value: returned / start, low: back.low / start, high: back.high / start },
    ]);
    return { ...kept, n: start, interval: { low: Math.max(0, PERCENT * low), high: PERCENT * high } };
  },
  compare(statesA, statesB) {
    const [a, b] = [estimate(statesA), estimate(statesB)];
    return a && b && compareNormal(a.value, a.variance, b.value, b.variance);
  },
});
