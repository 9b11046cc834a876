// Pure: the metrics that every customer has a value of their own for, and how a fact tells it. Higher is always better.
import { type FactKind, SOLVED_BINS } from '../kinds.ts';
import type { MetricName } from '../metric.ts';

export interface Measure {
  readonly metric: MetricName;
  readonly kind: FactKind;
  /** SQL of what one fact says, given its alias; the customer's value is the mean over theirs. */
  sql(fact: string): string;
}

const number = (text: string) => `(${text})::float8`;

/** From 0 at the bad end of the answer's scale to 1 at the good one, so that scales may mix. */
function place(fact: string): string {
  const min = number(`split_part(${fact}.unit, '..', 1)`);
  const max = number(`split_part(split_part(${fact}.unit, '..', 2), ' ', 1)`);
  const share = `(${fact}.value - ${min}) / nullif(${max} - ${min}, 0)`;
  return `case when ${fact}.unit like '% low' then 1 - ${share} else ${share} end`;
}

const score = (metric: MetricName, kind: FactKind): Measure => ({ metric, kind, sql: place });
/** Waiting twice as long matters as much from one minute to two as from one day to two. Less is better. */
const duration = (metric: MetricName, kind: FactKind): Measure => ({
  metric,
  kind,
  sql: fact => `-ln(1 + greatest(${fact}.value, 0))`,
});
const solved = (metric: MetricName, value: (bin: string) => string): Measure => ({
  metric,
  kind: 'SOLVED',
  sql: fact => number(value(`${fact}.bin`)),
});

/** What can be an outcome and a driver. */
export const MEASURES: readonly Measure[] = [
  score('NPS', 'NPS'),
  score('CSAT', 'CSAT'),
  score('CES', 'CES'),
  score('EFFECTIVENESS', 'EFFECTIVENESS'),
  score('EASE', 'EASE'),
  score('EMOTION', 'EMOTION'),
  score('QUALITY', 'QUALITY'),
  score('EXPECTATIONS_MEAN', 'EXPECTATIONS'),
  score('IDEAL_MEAN', 'IDEAL'),
  { metric: 'SENTIMENT', kind: 'SENTIMENT', sql: fact => `${fact}.value` },
  duration('FIRST_RESPONSE_TIME', 'FIRST_RESPONSE'),
  duration('RESOLUTION_TIME', 'RESOLUTION'),
  duration('HANDLE_TIME', 'HANDLE'),
  solved('FIRST_CONTACT_RESOLUTION', bin => `(${bin} & ${SOLVED_BINS.FIRST_CONTACT} > 0)::int`),
  solved('REOPEN_RATE', bin => `-(${bin} & ${SOLVED_BINS.REOPENED} > 0)::int`),
];

const BY_METRIC = new Map(MEASURES.map(measure => [measure.metric, measure]));

/** Null for metrics that a single customer has no value for. */
export function measureOf(metric: MetricName): Measure | null {
  return BY_METRIC.get(metric) ?? null;
}
