// Pure: a segment's rule as a typed tree, in the very shape in which the API takes it and the table keeps it.
import type { CHANNELS, INTERACTION_KINDS, MEASURES } from '../../../connectors/vocabulary.ts';

/** Exactly one branch is given; any branch may stand anywhere. What holds is true or false, never unknown. */
export interface SegmentRule {
  readonly all?: readonly SegmentRule[];
  readonly any?: readonly SegmentRule[];
  readonly not?: SegmentRule;
  readonly field?: FieldCondition;
  readonly trait?: TraitCondition;
  readonly interaction?: InteractionCondition;
  readonly answer?: AnswerCondition;
  /** Key of another segment, whose rule stands here. */
  readonly segment?: string;
  readonly stage?: StageCondition;
}

export const CUSTOMER_FIELDS = [
  'EMAIL',
  'COUNTRY',
  'LANGUAGE',
  'JOB_TITLE',
  'LIFECYCLE_STAGE',
  'CREATED_AT',
  'LAST_INTERACTION_AT',
  'ACCOUNT_NAME',
  'ACCOUNT_INDUSTRY',
  'ACCOUNT_EMPLOYEES',
  'HEALTH',
  'CHURN_RISK',
  'LIFETIME_VALUE',
] as const;
export type CustomerField = (typeof CUSTOMER_FIELDS)[number];

export interface FieldCondition {
  readonly field: CustomerField;
  readonly is: ValueTest;
}

export interface TraitCondition {
  readonly key: string;
  readonly is: ValueTest;
}

export type Scalar = string | number | boolean;

/** Exactly one is given. `ne` and `notWithin` are the opposites of `eq` and `within`: they hold where there is no value. */
export interface ValueTest {
  readonly eq?: Scalar;
  readonly ne?: Scalar;
  readonly in?: readonly Scalar[];
  readonly lt?: Scalar;
  readonly lte?: Scalar;
  readonly gt?: Scalar;
  readonly gte?: Scalar;
  /** Upper and lower case are the same, here and in `startsWith`. */
  readonly contains?: string;
  readonly startsWith?: string;
  readonly present?: boolean;
  /** ISO 8601, such as P30D. */
  readonly within?: string;
  readonly notWithin?: string;
}

/** All that are given must hold. */
export interface NumberTest {
  readonly eq?: number;
  readonly lt?: number;
  readonly lte?: number;
  readonly gt?: number;
  readonly gte?: number;
}

/**
 * Counts what happened up to now. Without `count` at least one must be there; `amount` tests the sum of their amounts.
 * With `then` only those count that something else followed: `then` looks at what came later than that one, and its
 * `within` is counted from it.
 */
export interface InteractionCondition {
  readonly kind?: (typeof INTERACTION_KINDS)[number];
  readonly channel?: (typeof CHANNELS)[number];
  readonly touchpoint?: string;
  /** Support cases alone: those that are (or are not) resolved by now. */
  readonly open?: boolean;
  readonly within?: string;
  readonly count?: NumberTest;
  readonly amount?: NumberTest;
  readonly then?: InteractionCondition;
}

/** Of the answers up to now, no older than `within`. Without a test: there is one. */
export interface AnswerCondition {
  readonly measure: Exclude<(typeof MEASURES)[number], 'OTHER'>;
  readonly within?: string;
  readonly latest?: NumberTest;
  readonly any?: NumberTest;
  readonly mean?: NumberTest;
}

/** Where the customer stands now, for at least so long. */
export interface StageCondition {
  readonly journey: string;
  readonly stage: string;
  readonly for?: string;
}
