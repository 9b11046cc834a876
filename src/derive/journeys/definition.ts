// Pure: a journey as a typed definition, in the very shape in which the API takes it and the table keeps it.
import type { CHANNELS, INTERACTION_KINDS, LIFECYCLE_STAGES, SURVEY_KINDS } from '../../../connectors/vocabulary.ts';
import type { AnswerCondition } from '../rules/conditions/answer.ts';

export const JOURNEY_MODES = ['ORDERED', 'STRICT', 'ANY_ORDER'] as const;
export type JourneyMode = (typeof JOURNEY_MODES)[number];
export const JOURNEY_PHASES = ['BEFORE_PURCHASE', 'PURCHASE', 'AFTER_PURCHASE'] as const;
export type JourneyPhase = (typeof JOURNEY_PHASES)[number];
/** Of an interaction: when it took place, when somebody first answered, when it was resolved. The latter two: cases only. */
export const INTERACTION_MOMENTS = ['OCCURRED', 'ANSWERED', 'RESOLVED'] as const;
export type InteractionMoment = (typeof INTERACTION_MOMENTS)[number];

export interface Journey {
  readonly id: number;
  readonly key: string;
  readonly name: string;
  readonly mode: JourneyMode;
  /** Milliseconds from the start of a run, after which nothing counts for it; null for no end. */
  readonly window: number | null;
  /** In order. */
  readonly stages: readonly Stage[];
}

export interface Stage {
  readonly key: string;
  readonly name: string;
  readonly phase: JourneyPhase;
  readonly rule: StageRule;
}

/** What brings a customer into a stage. Exactly one branch is given. */
export interface StageRule {
  readonly any?: readonly StageRule[];
  readonly interaction?: InteractionMatch;
  readonly lifecycleStage?: (typeof LIFECYCLE_STAGES)[number];
  /** Looked at whenever such an answer comes. */
  readonly answer?: AnswerCondition;
  readonly invitation?: InvitationMatch;
}

export interface InteractionMatch {
  readonly kind?: (typeof INTERACTION_KINDS)[number];
  readonly channel?: (typeof CHANNELS)[number];
  readonly touchpoint?: string;
  /** The so-many-th that matches, from 1, and every later one. 1 when left out. */
  readonly nth?: number;
  /** OCCURRED when left out. */
  readonly moment?: InteractionMoment;
}

/** A survey that was sent. */
export interface InvitationMatch {
  /** Key of the survey. */
  readonly survey?: string;
  readonly surveyKind?: (typeof SURVEY_KINDS)[number];
}
