// Pure: the metrics that every customer has a value of their own for: what can be an outcome and a driver.
import { DEFINITIONS } from '../definitions.ts';
import { ANSWER_KINDS, type FactKind } from '../kinds.ts';
import type { Measure as CustomerMeasure } from '../measure.ts';
import type { MetricName } from '../metric.ts';

export interface Measure extends CustomerMeasure {
  readonly metric: MetricName;
}

export const MEASURES: readonly Measure[] = DEFINITIONS.flatMap(({ metric, measure }) =>
  measure ? [{ metric, ...measure }] : [],
);

const BY_METRIC = new Map(MEASURES.map(measure => [measure.metric, measure]));

/** Null for metrics that a single customer has no value for. */
export function measureOf(metric: MetricName): Measure | null {
  return BY_METRIC.get(metric) ?? null;
}

const isAnswer = (kind: FactKind) => (ANSWER_KINDS as readonly FactKind[]).includes(kind);

/** What one response may bring of both: two answers, or a text beside an answer. Null where it cannot. */
export function ofResponses(one: CustomerMeasure, other: CustomerMeasure): 'ANSWERS' | 'TEXT' | null {
  const answers = [one, other].filter(({ kind }) => isAnswer(kind)).length;
  if (answers === 2) return 'ANSWERS';
  return answers === 1 && [one, other].some(({ kind }) => kind === 'SENTIMENT') ? 'TEXT' : null;
}
