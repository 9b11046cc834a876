// Pure: the metric BUSINESS_HANDLE_TIME: how long a call or chat takes within opening hours.
import { defineMetric } from '../metric.ts';
import { businessDurationOf } from './duration.ts';
import { TALKS } from './told.ts';
import { BUSINESS_HOURS, MEDIANS, QUANTILES, STUDENT } from './words.ts';

export const businessHandleTime = defineMetric({
  metric: 'BUSINESS_HANDLE_TIME',
  name: 'Average handle time, business hours',
  description: `How long agents are busy with a call or chat, as the source records it, of which only the time counts in which the business is open: it is taken as one stretch from the beginning on, and a conversation outside the hours takes 0. A conversation counts in the period in which it began. The value is the mean; median and p90 stand beside it. Not how long they were busy altogether: that is HANDLE_TIME. ${BUSINESS_HOURS}`,
  formula:
    'Σ business time from beginning to beginning + talk + hold + wrap / calls and chats with a duration, in seconds',
  references: [
    'Average handling time. callcentrehelper.com; bizfluent.com.',
    ...STUDENT.references,
    ...QUANTILES.references,
    ...MEDIANS.references,
  ],
  told: { ...TALKS, kind: 'BUSINESS_HANDLE', isOptional: true },
  ...businessDurationOf('BUSINESS_HANDLE'),
});
