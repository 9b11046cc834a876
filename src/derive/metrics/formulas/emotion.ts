// Pure: the metric EMOTION: how did it feel.
import { defineMetric } from '../metric.ts';
import { experiencePart } from './experience-part.ts';

export const emotion = defineMetric(
  experiencePart(
    'EMOTION',
    'Emotion',
    'How many more customers felt good about it than bad; elsewhere called enjoyable.',
  ),
);
