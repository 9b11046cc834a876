// Pure: the metric FIRST_CONTACT_RESOLUTION: cases solved at the first contact.
import { REOPENING_DAYS } from '../kinds.ts';
import { goodMeasure } from '../measure.ts';
import { defineMetric } from '../metric.ts';
import { shareTerm } from '../terms.ts';
import { positiveShare } from './share.ts';
import { CONTACTS } from './told.ts';
import { WILSON } from './words.ts';

export const firstContactResolution = defineMetric({
  metric: 'FIRST_CONTACT_RESOLUTION',
  name: 'First contact resolution',
  description: `How many of 100 resolved cases were resolved with one contact of the customer and not reopened within ${REOPENING_DAYS} days, among those whose source tells both. Contacts are what the source states, else the inbound conversations of the case, where the one that opened it is among them; a case whose conversations are not passed on counts neither way. A reopening counts within ${REOPENING_DAYS} days of the first resolution, and always where its source does not date it. A case counts in the period in which it was last resolved; the last ${REOPENING_DAYS} days may still fall. Gross: cases that nobody could have resolved count too. Not chosen: no further case of the same customer within some days, and the customer’s own word in a survey.`,
  formula:
    '100 · (resolved with contactCount ≤ 1 and not reopened within 7 days) / resolved cases of which both is told',
  unit: 'PERCENT',
  min: 0,
  max: 100,
  higherIsBetter: true,
  interval: WILSON.interval,
  references: ['First contact resolution. Freshservice; callcentrehelper.com; SQM Group.', ...WILSON.references],
  kinds: ['FIRST_CONTACT'],
  told: CONTACTS,
  rows: ['FIRST_CONTACT'],
  measure: goodMeasure('FIRST_CONTACT'),
  ...positiveShare('FIRST_CONTACT'),
  terms: [shareTerm('FIRST_CONTACT')],
});
