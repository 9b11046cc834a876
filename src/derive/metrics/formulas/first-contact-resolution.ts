// Pure: the metric FIRST_CONTACT_RESOLUTION: cases solved at the first contact.
import { SOLVED_BINS } from '../kinds.ts';
import { binMeasure } from '../measure.ts';
import { defineMetric } from '../metric.ts';
import type { BinTest } from '../terms.ts';
import { solvedShare } from './solved.ts';
import { REOPENING, WILSON } from './words.ts';

/** At the first contact, and not reopened. */
const AT_ONCE: BinTest = {
  test: bin => bin === SOLVED_BINS.FIRST_CONTACT,
  sql: bin => `${bin} = ${SOLVED_BINS.FIRST_CONTACT}`,
};

export const firstContactResolution = defineMetric({
  metric: 'FIRST_CONTACT_RESOLUTION',
  name: 'First contact resolution',
  description: `How many of 100 resolved cases were resolved with one contact of the customer and not reopened. One contact means that at most one inbound message or call is known of the case; a source that does not pass on conversations makes every case look solved at the first. ${REOPENING} A case counts in the period in which it was last resolved. Gross: cases that nobody could have resolved count too. Not chosen: no further case of the same customer within some days (often 7), and the customer’s own word in a survey.`,
  formula: '100 · (resolved with contactCount ≤ 1 and never reopened) / resolved',
  unit: 'PERCENT',
  min: 0,
  max: 100,
  higherIsBetter: true,
  interval: WILSON.interval,
  references: ['First contact resolution. Freshservice; callcentrehelper.com; SQM Group.', ...WILSON.references],
  kinds: ['SOLVED'],
  rows: ['SOLVED'],
  measure: binMeasure('SOLVED', AT_ONCE),
  ...solvedShare(AT_ONCE),
});
