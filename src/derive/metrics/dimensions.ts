// Pure: the dimensions that figures are grouped by, and where the value of each is found.
import { FACT_DIMENSIONS, type RollupDimension } from './facts/rollup-sets.ts';

export const DIMENSIONS = [
  'CHANNEL',
  'TOUCHPOINT',
  'SURVEY',
  'SURVEY_KIND',
  'COUNTRY',
  'LANGUAGE',
  'LIFECYCLE_STAGE',
  'ACCOUNT',
  'ACCOUNT_INDUSTRY',
  'SEGMENT',
  'JOURNEY_STAGE',
  'SOURCE',
  'CASE_PRIORITY',
  'CURRENCY',
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** A row that is counted: a rollup, which knows some dimensions, or a fact, which knows all. */
export interface Counted {
  /** SQL of a dimension that both may know. */
  get(dimension: RollupDimension): string;
  readonly unit: string;
  /** Alias of the fact; null for a rollup. */
  readonly fact: string | null;
}

interface Place {
  /** Rollups that know these know it; null when only a fact does. */
  readonly needs: readonly RollupDimension[] | null;
  /** SQL, '' for none. Of dimensions that overlap: of what `groupJoins` joins. */
  sql(row: Counted): string;
}

/** What `groupJoins` joins is known by these names. */
export const SEGMENT_ALIAS = 'of_segment';
export const VISIT_ALIAS = 'of_visit';

const kept = (dimension: RollupDimension): Place => ({ needs: [dimension], sql: row => row.get(dimension) });
const ofFact = (value: (fact: string) => string): Place => ({
  needs: null,
  sql: row => `coalesce(${value(row.fact!)}, '')`,
});

export const PLACES: Readonly<Record<Dimension, Place>> = {
  CHANNEL: kept('CHANNEL'),
  TOUCHPOINT: kept('TOUCHPOINT'),
  SURVEY: kept('SURVEY'),
  SURVEY_KIND: {
    needs: ['SURVEY'],
    sql: row => `coalesce((select s.kind from survey s where s.id::text = ${row.get('SURVEY')}), '')`,
  },
  COUNTRY: kept('COUNTRY'),
  LIFECYCLE_STAGE: kept('LIFECYCLE_STAGE'),
  SOURCE: kept('SOURCE'),
  LANGUAGE: ofFact(fact => `${fact}.language`),
  ACCOUNT: ofFact(fact => `${fact}.account_id::text`),
  ACCOUNT_INDUSTRY: ofFact(fact => `(select a.industry from account a where a.id = ${fact}.account_id)`),
  SEGMENT: { needs: null, sql: () => `${SEGMENT_ALIAS}.id::text` },
  JOURNEY_STAGE: { needs: null, sql: () => `${VISIT_ALIAS}.journey_id || '/' || ${VISIT_ALIAS}.stage` },
  CASE_PRIORITY: {
    needs: null,
    sql: row => `coalesce((select i.priority from interaction i where i.id = ${row.fact}.case_id), '')`,
  },
  CURRENCY: { needs: [], sql: row => row.unit },
};

/** Dimensions of a person, whatever happened: metrics that count customers can be grouped by these alone. */
export const CUSTOMER_DIMENSIONS: readonly Dimension[] = [
  'COUNTRY',
  'LANGUAGE',
  'LIFECYCLE_STAGE',
  'ACCOUNT',
  'ACCOUNT_INDUSTRY',
  'SEGMENT',
];

/** Groups of these overlap, and there is none for what is in no group: they do not add up to the whole. */
const OVERLAPPING: readonly Dimension[] = ['SEGMENT', 'JOURNEY_STAGE'];

export function doesOverlap(by: readonly Dimension[]): boolean {
  return by.some(dimension => OVERLAPPING.includes(dimension));
}

export function factRow(fact: string): Counted {
  return { get: dimension => FACT_DIMENSIONS[dimension](fact), unit: `${fact}.unit`, fact };
}
