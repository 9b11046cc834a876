// Pure: the metric CASE_VOLUME: cases opened.
import { defineMetric } from '../metric.ts';
import { countFormula } from './count.ts';
import { POISSON } from './words.ts';

export const caseVolume = defineMetric({
  metric: 'CASE_VOLUME',
  name: 'Cases opened',
  description:
    'How many support cases were opened in the period, whatever became of them. Without any case the value is null, not 0: it cannot be told whether nothing happened or nothing is known. Fewer is taken as better, but volume also grows with customers: divide it by CUSTOMER_COUNT to compare. Not chosen: cases open at the end (backlog).',
  formula: 'number of cases with their opening in the period',
  unit: 'COUNT',
  min: 0,
  max: null,
  higherIsBetter: false,
  interval: `${POISSON.interval} Compared are cases per day, so that periods may differ in length.`,
  references: [...POISSON.references],
  kinds: ['CASE'],
  rows: ['CASE'],
  growsWithTime: true,
  ...countFormula('CASE', states => states.days),
});
