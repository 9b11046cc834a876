// Pure: the dimensions that figures are grouped by, and where the value of each is found.
import { FACT_DIMENSIONS, type RollupDimension } from './facts/rollup-sets.ts';
import { COHORT_SQL, SIZE_SQL, traitSql } from './looked-up.ts';

export const DIMENSIONS = [
  'CHANNEL',
  'TOUCHPOINT',
  'AGENT',
  'SURVEY',
  'SURVEY_KIND',
  'SURVEY_CHANNEL',
  'COUNTRY',
  'LANGUAGE',
  'LIFECYCLE_STAGE',
  'SIGNUP_COHORT',
  'TRAIT',
  'ACCOUNT',
  'ACCOUNT_INDUSTRY',
  'ACCOUNT_SIZE',
  'SEGMENT',
  'JOURNEY_STAGE',
  'SOURCE',
  'CASE_PRIORITY',
  'CURRENCY',
] as const;
/** What users call it. */
export type DimensionName = (typeof DIMENSIONS)[number];
type Plain = Exclude<DimensionName, 'TRAIT'>;
/** A trait is named with its key. */
export type Dimension = Plain | `TRAIT:${string}`;

/** The key of a trait; null for any other dimension. */
export const traitOf = (dimension: Dimension): string | null =>
  dimension.startsWith('TRAIT:') ? dimension.slice('TRAIT:'.length) : null;

export const nameOf = (dimension: Dimension): DimensionName =>
  traitOf(dimension) === null ? (dimension as Plain) : 'TRAIT';

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
const ofAccount = (value: string) => ofFact(fact => `(select ${value} from account a where a.id = ${fact}.account_id)`);

const PLACES: Readonly<Record<Plain, Place>> = {
  CHANNEL: kept('CHANNEL'),
  TOUCHPOINT: kept('TOUCHPOINT'),
  AGENT: ofFact(fact => `${fact}.agent`),
  SURVEY: kept('SURVEY'),
  SURVEY_KIND: {
    needs: ['SURVEY'],
    sql: row => `coalesce((select s.kind from survey s where s.id::text = ${row.get('SURVEY')}), '')`,
  },
  SURVEY_CHANNEL: ofFact(fact => `${fact}.survey_channel`),
  COUNTRY: kept('COUNTRY'),
  LIFECYCLE_STAGE: kept('LIFECYCLE_STAGE'),
  SOURCE: kept('SOURCE'),
  LANGUAGE: ofFact(fact => `${fact}.language`),
  SIGNUP_COHORT: ofFact(
    fact => `(select ${COHORT_SQL('p')} from person_record p where p.customer_id = ${fact}.subject)`,
  ),
  ACCOUNT: ofFact(fact => `${fact}.account_id::text`),
  ACCOUNT_INDUSTRY: ofAccount('a.industry'),
  ACCOUNT_SIZE: ofAccount(SIZE_SQL('a')),
  SEGMENT: { needs: null, sql: () => `${SEGMENT_ALIAS}.id::text` },
  JOURNEY_STAGE: { needs: null, sql: () => `${VISIT_ALIAS}.journey_id || '/' || ${VISIT_ALIAS}.stage` },
  CASE_PRIORITY: ofFact(fact => `(select i.priority from interaction i where i.id = ${fact}.case_id)`),
  CURRENCY: { needs: [], sql: row => row.unit },
};

export function placeOf(dimension: Dimension): Place {
  const trait = traitOf(dimension);
  if (trait === null) return PLACES[dimension as Plain];
  return ofFact(fact => `(select ${traitSql('c', trait)} from customer c where c.id = ${fact}.subject)`);
}

/** Dimensions of a person, whatever happened: metrics that count customers can be grouped by these alone. */
export const CUSTOMER_DIMENSIONS: readonly DimensionName[] = [
  'COUNTRY',
  'LANGUAGE',
  'LIFECYCLE_STAGE',
  'SIGNUP_COHORT',
  'TRAIT',
  'ACCOUNT',
  'ACCOUNT_INDUSTRY',
  'ACCOUNT_SIZE',
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

/** SQL of customers in the place of facts: with all that dimensions of a person are found by. */
export const CUSTOMERS = `(
  select id as subject, country, lifecycle_stage, language, account_id, created_at from customer where merged_into is null
)`;

/** A row of `CUSTOMERS`, given its alias. */
export function customerRow(alias: string): Counted {
  const get = (dimension: string) =>
    `coalesce(${alias}.${dimension === 'COUNTRY' ? 'country' : 'lifecycle_stage'}, '')`;
  return { ...factRow(alias), get };
}
