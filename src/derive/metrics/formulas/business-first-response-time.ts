// Pure: the metric BUSINESS_FIRST_RESPONSE_TIME: how long customers wait for a person while somebody is there to answer.
import { defineMetric } from '../metric.ts';
import { businessDurationOf } from './duration.ts';
import { FIRST_ANSWERS } from './told.ts';
import { BUSINESS_HOURS, MEDIANS, QUANTILES, STUDENT, ZENDESK } from './words.ts';

export const businessFirstResponseTime = defineMetric({
  metric: 'BUSINESS_FIRST_RESPONSE_TIME',
  name: 'First response time, business hours',
  description: `How long customers wait from the opening of a case to the first public answer by a person, of which only the time counts in which the business is open; a case that is opened and answered while it is closed took 0. A case counts in the period in which it was opened; cases without an answer are not counted. The value is the mean; median and p90 stand beside it. What customers themselves wait, nights and weekends included, is FIRST_RESPONSE_TIME. ${BUSINESS_HOURS}`,
  formula: 'Σ business time from opening to first public answer / answered cases, in seconds',
  references: [ZENDESK, ...STUDENT.references, ...QUANTILES.references, ...MEDIANS.references],
  told: { ...FIRST_ANSWERS, kind: 'BUSINESS_FIRST_RESPONSE', isOptional: true },
  ...businessDurationOf('BUSINESS_FIRST_RESPONSE'),
});
