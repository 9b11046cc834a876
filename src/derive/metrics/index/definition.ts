// What a CX index is: metrics brought onto one scale of 0 to 100, weighted, and put together.
import type { MetricFilter } from '../filter.ts';
import type { MetricName } from '../metric.ts';

export const AGGREGATIONS = ['ARITHMETIC', 'GEOMETRIC'] as const;
export type IndexAggregation = (typeof AGGREGATIONS)[number];

export interface IndexComponent {
  readonly metric: MetricName;
  /** Above 0; only its proportion to the other weights counts. */
  readonly weight: number;
  /** Raw values that become 0 and 100. `best` lies below `worst` where low is good. */
  readonly worst: number;
  readonly best: number;
  /** What is counted, beside what a report asks for; only the conditions given. */
  readonly where: MetricFilter | null;
}

/** What makes two definitions equal or different. */
export interface IndexContent {
  readonly key: string;
  readonly name: string;
  readonly description: string | null;
  readonly aggregation: IndexAggregation;
  readonly components: readonly IndexComponent[];
}

/** One version of an index. */
export interface IndexDefinition extends IndexContent {
  /** Global id. */
  readonly id: string;
  readonly version: number;
  readonly createdAt: Date;
}
