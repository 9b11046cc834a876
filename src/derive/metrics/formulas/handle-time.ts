// Pure: the metric HANDLE_TIME: how long a call or chat takes.
import { defineMetric } from '../metric.ts';
import { durationOf } from './duration.ts';
import { TALKS } from './told.ts';
import { MEDIANS, QUANTILES, STUDENT } from './words.ts';

export const handleTime = defineMetric({
  metric: 'HANDLE_TIME',
  name: 'Average handle time',
  description:
    'How long agents are busy with a call or chat: talk, hold and work after it, as the source records the duration; the time in the queue is excluded. A conversation counts in the period in which it began; those without a duration are not counted. The value is the mean; median and p90 stand beside it. Lower is taken as better, but a low value can also mean that customers are hurried. Not the time from start to finish of an issue, which some call handle time: that is RESOLUTION_TIME.',
  formula: 'Σ (talk + hold + wrap) / calls and chats with a duration, in seconds',
  references: [
    'Average handling time. callcentrehelper.com; bizfluent.com.',
    ...STUDENT.references,
    ...QUANTILES.references,
    ...MEDIANS.references,
  ],
  told: TALKS,
  ...durationOf('HANDLE'),
});
