// Pure: the metric BUSINESS_RESOLUTION_TIME: how long until a case is solved for good, while the business is open.
import { defineMetric } from '../metric.ts';
import { businessDurationOf } from './duration.ts';
import { RESOLUTIONS } from './told.ts';
import { BUSINESS_HOURS, MEDIANS, QUANTILES, STUDENT, ZENDESK } from './words.ts';

export const businessResolutionTime = defineMetric({
  metric: 'BUSINESS_RESOLUTION_TIME',
  name: 'Full resolution time, business hours',
  description: `How long cases take from opening to the last time they were resolved, of which only the time counts in which the business is open. A case counts in the period in which it was last resolved; open cases are not counted. The value is the mean; median and p90 stand beside it. Nights and weekends included, it is RESOLUTION_TIME. ${BUSINESS_HOURS}`,
  formula: 'Σ business time from opening to last resolved / resolved cases, in seconds',
  references: [ZENDESK, ...STUDENT.references, ...QUANTILES.references, ...MEDIANS.references],
  told: { ...RESOLUTIONS, kind: 'BUSINESS_RESOLUTION', isOptional: true },
  ...businessDurationOf('BUSINESS_RESOLUTION'),
});
