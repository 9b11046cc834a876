// Pure: what a single customer's own facts say, so that metrics can be weighed against each other. Higher is always better.
import type { FactKind } from './kinds.ts';

export interface Measure {
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

export const scoreMeasure = (kind: FactKind): Measure => ({ kind, sql: place });

/** The value as it is. */
export const valueMeasure = (kind: FactKind): Measure => ({ kind, sql: fact => `${fact}.value` });

/** Waiting twice as long matters as much from one minute to two as from one day to two. Less is better. */
export const durationMeasure = (kind: FactKind): Measure => ({
  kind,
  sql: fact => `-ln(1 + greatest(${fact}.value, 0))`,
});

/** 1 for a good fact, 0 for any other. */
export const goodMeasure = (kind: FactKind): Measure => ({ kind, sql: fact => number(`(${fact}.sign = 1)::int`) });

/** -1 for a bad fact, 0 for any other. */
export const badMeasure = (kind: FactKind): Measure => ({ kind, sql: fact => number(`-(${fact}.sign = -1)::int`) });
