// Pure: the metric MARKET_SHARE: our part of all customers.
import { defineMetric } from '../metric.ts';
import { shareFormula } from './share.ts';
import { ACTIVITY, MARKETING_METRICS, WILSON } from './words.ts';

export const marketShare = defineMetric({
  metric: 'MARKET_SHARE',
  name: 'Market share, by customers',
  description: `How many of 100 customers of the whole market are active customers of ours when the period ends. ${ACTIVITY} The market’s size, in customers, is a recorded figure: the one in force at the period’s end. Null without it. Above 100 one of the two figures is wrong; the value then stands without an interval. Not chosen: the share of the market’s revenue.`,
  formula: '100 · active customers / customers of the market',
  unit: 'PERCENT',
  min: 0,
  max: 100,
  higherIsBetter: true,
  interval: `The market’s size is taken as known, our customers as a draw from it. ${WILSON.interval} Two moments share most of their customers, so that a change between them is more certain than this test says.`,
  references: [MARKETING_METRICS, ...WILSON.references],
  kinds: ['ACTIVE_AT_END', 'MARKET_SIZE_CUSTOMERS'],
  rows: ['ACTIVE_AT_END'],
  ...shareFormula(states => {
    const { n } = states.get('ACTIVE_AT_END');
    return { positive: n, of: states.get('MARKET_SIZE_CUSTOMERS').sum, n };
  }),
});
