// Pure: the metric FIRST_RESPONSE_TIME: how long customers wait for a person.
import { defineMetric } from '../metric.ts';
import { durationOf } from './duration.ts';
import { FIRST_ANSWERS } from './told.ts';
import { MEDIANS, QUANTILES, STUDENT, ZENDESK } from './words.ts';

export const firstResponseTime = defineMetric({
  metric: 'FIRST_RESPONSE_TIME',
  name: 'First response time',
  description:
    'How long customers wait from the opening of a case to the first public answer by a person, in calendar time, nights and weekends included; as the source records it. A case counts in the period in which it was opened. Cases without an answer are not counted, so look at CASE_VOLUME beside it, and young periods rise while answers still come in. The value is the mean; median and p90 stand beside it, since a few long waits pull the mean up. Within opening hours it is BUSINESS_FIRST_RESPONSE_TIME.',
  formula: 'Σ (first public answer − opening) / answered cases, in seconds',
  references: [ZENDESK, ...STUDENT.references, ...QUANTILES.references, ...MEDIANS.references],
  told: FIRST_ANSWERS,
  ...durationOf('FIRST_RESPONSE'),
});
