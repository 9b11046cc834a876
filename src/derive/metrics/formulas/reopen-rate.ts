// Pure: the metric REOPEN_RATE: resolved cases that were reopened.
import { SOLVED_BINS } from '../kinds.ts';
import { binMeasure } from '../measure.ts';
import { defineMetric } from '../metric.ts';
import type { BinTest } from '../terms.ts';
import { solvedShare } from './solved.ts';
import { REOPENING, WILSON, ZENDESK } from './words.ts';

const REOPENED: BinTest = {
  test: bin => (bin & SOLVED_BINS.REOPENED) !== 0,
  sql: bin => `${bin} & ${SOLVED_BINS.REOPENED} <> 0`,
};

export const reopenRate = defineMetric({
  metric: 'REOPEN_RATE',
  name: 'Reopen rate',
  description: `How many of 100 resolved cases had been reopened at least once. ${REOPENING} A case counts once, in the period in which it was last resolved, however often it was reopened; one that is open again is not counted until it is resolved. Not chosen: reopenings per case.`,
  formula: '100 · reopened / resolved',
  unit: 'PERCENT',
  min: 0,
  max: 100,
  higherIsBetter: false,
  interval: WILSON.interval,
  references: [ZENDESK, ...WILSON.references],
  kinds: ['SOLVED'],
  rows: ['SOLVED'],
  measure: binMeasure('SOLVED', REOPENED, false),
  ...solvedShare(REOPENED),
});
