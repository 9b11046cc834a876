// Pure: the metric RESOLUTION_TIME: how long until a case is solved for good.
import { defineMetric } from '../metric.ts';
import { durationOf } from './duration.ts';
import { RESOLUTIONS } from './told.ts';
import { MEDIANS, QUANTILES, STUDENT, ZENDESK } from './words.ts';

export const resolutionTime = defineMetric({
  metric: 'RESOLUTION_TIME',
  name: 'Full resolution time',
  description:
    'How long cases take from opening to the last time they were resolved, in calendar time. A case counts in the period in which it was last resolved; open cases are not counted. When a case is reopened and resolved again, it moves to the later period. The value is the mean; median and p90 stand beside it. Not chosen: first resolution time, which stops at the first time a case is resolved. Within opening hours it is BUSINESS_RESOLUTION_TIME. What some call handle time, start to finish of an issue, is this metric.',
  formula: 'Σ (last resolved − opening) / resolved cases, in seconds',
  references: [ZENDESK, ...STUDENT.references, ...QUANTILES.references, ...MEDIANS.references],
  told: RESOLUTIONS,
  ...durationOf('RESOLUTION'),
});
