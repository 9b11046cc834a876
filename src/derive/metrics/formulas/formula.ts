// Pure: the part of a definition that computes, alone and in an index, and what it says when there is nothing to compute.
import type { Evaluation, MetricDefinition } from '../metric.ts';

export type Formula = Pick<MetricDefinition<string>, 'evaluate' | 'compare' | 'compares' | 'terms'>;

/** Never 0: a score of 0 is a score. */
export const NOTHING: Evaluation = Object.freeze({ value: null, n: 0, interval: null, variance: null });
