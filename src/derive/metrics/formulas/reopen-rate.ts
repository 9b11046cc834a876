// Pure: the metric REOPEN_RATE: resolved cases that were reopened.
import { badMeasure } from '../measure.ts';
import { defineMetric } from '../metric.ts';
import { badTerm } from '../terms.ts';
import { shareFormula } from './share.ts';
import { REOPENINGS } from './told.ts';
import { REOPENING, WILSON, ZENDESK } from './words.ts';

export const reopenRate = defineMetric({
  metric: 'REOPEN_RATE',
  name: 'Reopen rate',
  description: `How many of 100 resolved cases had been reopened at least once, among those whose source tells. ${REOPENING} A case counts once, in the period in which it was last resolved, however often it was reopened; one that is open again is not counted until it is resolved. Not chosen: reopenings per case.`,
  formula: '100 · reopened / resolved cases of which it is told',
  unit: 'PERCENT',
  min: 0,
  max: 100,
  higherIsBetter: false,
  interval: WILSON.interval,
  references: [ZENDESK, ...WILSON.references],
  kinds: ['REOPENING'],
  told: REOPENINGS,
  rows: ['REOPENING'],
  measure: badMeasure('REOPENING'),
  ...shareFormula(states => {
    const { negative, n } = states.get('REOPENING');
    return { positive: negative, of: n };
  }),
  terms: [badTerm('REOPENING')],
});
