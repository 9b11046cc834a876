// Pure: the metric EFFECTIVENESS: could customers do what they came for.
import { defineMetric } from '../metric.ts';
import { experiencePart } from './experience-part.ts';

export const effectiveness = defineMetric(
  experiencePart(
    'EFFECTIVENESS',
    'Effectiveness (success)',
    'How many more customers could do what they came for than could not; elsewhere called success, or needs met.',
  ),
);
