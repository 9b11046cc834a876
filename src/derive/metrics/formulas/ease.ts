// Pure: the metric EASE: was it easy.
import { defineMetric } from '../metric.ts';
import { experiencePart } from './experience-part.ts';

export const ease = defineMetric(
  experiencePart(
    'EASE',
    'Ease (effort)',
    'How many more customers found it easy to do what they came for than hard; elsewhere called effort.',
  ),
);
