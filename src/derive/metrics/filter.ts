// Pure: which facts are counted: the conditions of a report as SQL over rollups or facts.
import { idArgument, survivorOf } from '../../base/database/conditions.ts';
import type { Statement } from '../../base/database/statement.ts';
import { type Counted, CUSTOMER_DIMENSIONS, type Dimension, type DimensionName, placeOf } from './dimensions.ts';
import type { AccountSize } from './looked-up.ts';
import { inJourneySql, inSegmentSql, type JourneyStageRef } from './memberships.ts';

export interface TraitValues {
  readonly key: string;
  /** One of these, as text; '' for none. */
  readonly values: readonly string[];
}

export interface MetricFilter {
  readonly survey?: string | null;
  readonly surveyKind?: string | null;
  readonly channel?: readonly string[] | null;
  readonly touchpoint?: readonly string[] | null;
  readonly agent?: readonly string[] | null;
  readonly surveyChannel?: readonly string[] | null;
  readonly casePriority?: readonly string[] | null;
  readonly country?: readonly string[] | null;
  readonly language?: readonly string[] | null;
  readonly lifecycleStage?: readonly string[] | null;
  /** Months, such as 2026-01. */
  readonly signupCohort?: readonly string[] | null;
  readonly accountIndustry?: readonly string[] | null;
  readonly accountSize?: readonly AccountSize[] | null;
  /** All of these. */
  readonly traits?: readonly TraitValues[] | null;
  /** Global id. */
  readonly account?: string | null;
  /** Keys of connections. */
  readonly source?: readonly string[] | null;
  /** ISO 4217, such as EUR; XXX for purchases without one. */
  readonly currency?: string | null;
  /** Such as 1..5. */
  readonly scale?: string | null;
  /** Key: the customer is in it now. */
  readonly segment?: string | null;
  /** Key: the customer was in some stage of it when it happened. Stages of this one alone are groups. */
  readonly journey?: string | null;
  /** The customer was in this stage when it happened. */
  readonly journeyStage?: JourneyStageRef | null;
}

/** What a report counts for a component of an index, which has a filter of its own. */
export interface NarrowedFilter extends MetricFilter {
  /** Must hold too: one may be in two segments, and in stages of two journeys. Names what is also named beside it. */
  readonly and?: Pick<MetricFilter, 'segment' | 'journey' | 'journeyStage'> | null;
}

/** ISO 4217's code for "no currency" stands where the source names none. */
export const NO_CURRENCY = 'XXX';

/** The dimension that each condition is about. */
const DIMENSION_OF: Readonly<Record<keyof MetricFilter, DimensionName>> = {
  survey: 'SURVEY',
  surveyKind: 'SURVEY_KIND',
  surveyChannel: 'SURVEY_CHANNEL',
  channel: 'CHANNEL',
  touchpoint: 'TOUCHPOINT',
  agent: 'AGENT',
  casePriority: 'CASE_PRIORITY',
  country: 'COUNTRY',
  language: 'LANGUAGE',
  lifecycleStage: 'LIFECYCLE_STAGE',
  signupCohort: 'SIGNUP_COHORT',
  traits: 'TRAIT',
  account: 'ACCOUNT',
  accountIndustry: 'ACCOUNT_INDUSTRY',
  accountSize: 'ACCOUNT_SIZE',
  source: 'SOURCE',
  currency: 'CURRENCY',
  scale: 'CURRENCY',
  segment: 'SEGMENT',
  journey: 'JOURNEY_STAGE',
  journeyStage: 'JOURNEY_STAGE',
};
/** Lists of values as groups name them: one of these. */
const LISTS = [
  ...(['channel', 'touchpoint', 'agent', 'surveyChannel', 'casePriority', 'country', 'language'] as const),
  ...(['lifecycleStage', 'signupCohort', 'accountIndustry', 'accountSize'] as const),
];

export function filteredBy(where: MetricFilter): (keyof MetricFilter)[] {
  return (Object.keys(DIMENSION_OF) as (keyof MetricFilter)[]).filter(name => where[name] != null);
}

/** The dimensions of each condition: of traits one for each. */
const dimensionsOf = (where: MetricFilter, name: keyof MetricFilter): Dimension[] =>
  name === 'traits' ? where.traits!.map(({ key }) => `TRAIT:${key}` as const) : [DIMENSION_OF[name] as Dimension];

export function filterDimensions(where: MetricFilter): Dimension[] {
  return filteredBy(where).flatMap(name => dimensionsOf(where, name));
}

/** Conditions of a person, whatever happened. */
export const CUSTOMER_FILTERS = (Object.keys(DIMENSION_OF) as (keyof MetricFilter)[]).filter(name =>
  CUSTOMER_DIMENSIONS.includes(DIMENSION_OF[name]),
);

/** The first condition that is of something else than a person. */
export const notOfCustomers = (where: MetricFilter): keyof MetricFilter | undefined =>
  filteredBy(where).find(name => !CUSTOMER_FILTERS.includes(name));

/** What is asked of the customers themselves, whatever they did. */
export function customerFilter(where: NarrowedFilter): NarrowedFilter {
  return { ...Object.fromEntries(CUSTOMER_FILTERS.map(name => [name, where[name]])), and: where.and };
}

/** Each condition that asks for one of some values. */
export function listedIn(where: MetricFilter): { dimension: Dimension; values: readonly string[] }[] {
  const lists = LISTS.flatMap(name => {
    const values = where[name];
    return values == null ? [] : [{ dimension: DIMENSION_OF[name] as Dimension, values }];
  });
  return [...lists, ...(where.traits ?? []).map(({ key, values }) => ({ dimension: `TRAIT:${key}` as const, values }))];
}

/** SQL conditions; values become parameters. An empty list finds nothing. */
export function filterSql(s: Statement, where: NarrowedFilter, row: Counted): string[] {
  const place = (dimension: Dimension) => placeOf(dimension).sql(row);
  const conditions = listedIn(where).map(
    ({ dimension, values }) => `${place(dimension)} = any(${s.bind(values, 'text[]')})`,
  );
  const texts = {
    SURVEY_KIND: where.surveyKind,
    CURRENCY: where.currency === NO_CURRENCY ? '' : where.currency,
  } as const;
  for (const [dimension, value] of [
    ...(Object.entries(texts) as [Dimension, string | null | undefined][]),
    ['CURRENCY', where.scale] as const,
  ])
    if (value != null) conditions.push(`${place(dimension)} = ${s.bind(value, 'text')}`);
  if (where.survey != null)
    conditions.push(`${place('SURVEY')} = (select id::text from survey where key = ${s.bind(where.survey, 'text')})`);
  if (where.source != null)
    conditions.push(
      `${place('SOURCE')} in (select id::text from connection where key = any(${s.bind(where.source, 'text[]')}))`,
    );
  if (where.account != null) {
    const account = idArgument('where.account', 'account', where.account);
    conditions.push(`${place('ACCOUNT')} = ${survivorOf(s, 'account', account)}::text`);
  }
  return [...conditions, ...membershipSql(s, where, row), ...(where.and ? membershipSql(s, where.and, row) : [])];
}

/** Only facts know whose they are and when they happened. */
function membershipSql(s: Statement, { segment, journey, journeyStage }: MetricFilter, { fact }: Counted): string[] {
  return [
    ...(segment == null ? [] : [inSegmentSql(s, segment, `${fact!}.subject`)]),
    ...(journey == null ? [] : [inJourneySql(s, journey, null, fact!)]),
    ...(journeyStage == null ? [] : [inJourneySql(s, journeyStage.journey, journeyStage.stage, fact!)]),
  ];
}
