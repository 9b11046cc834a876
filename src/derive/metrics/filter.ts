// Pure: which facts are counted: the conditions of a report as SQL over rollups or facts.
import { idArgument, survivorOf } from '../../base/database/conditions.ts';
import type { Statement } from '../../base/database/statement.ts';
import { type Counted, type Dimension, PLACES } from './dimensions.ts';
import { inJourneySql, inSegmentSql, type JourneyStageRef } from './memberships.ts';

export interface MetricFilter {
  readonly survey?: string | null;
  readonly surveyKind?: string | null;
  readonly channel?: readonly string[] | null;
  readonly touchpoint?: readonly string[] | null;
  readonly country?: readonly string[] | null;
  readonly lifecycleStage?: readonly string[] | null;
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
const DIMENSION_OF: Readonly<Record<keyof MetricFilter, Dimension>> = {
  survey: 'SURVEY',
  surveyKind: 'SURVEY_KIND',
  channel: 'CHANNEL',
  touchpoint: 'TOUCHPOINT',
  country: 'COUNTRY',
  lifecycleStage: 'LIFECYCLE_STAGE',
  account: 'ACCOUNT',
  source: 'SOURCE',
  currency: 'CURRENCY',
  scale: 'CURRENCY',
  segment: 'SEGMENT',
  journey: 'JOURNEY_STAGE',
  journeyStage: 'JOURNEY_STAGE',
};

export function filteredBy(where: MetricFilter): (keyof MetricFilter)[] {
  return (Object.keys(DIMENSION_OF) as (keyof MetricFilter)[]).filter(name => where[name] != null);
}

export function filterDimensions(where: MetricFilter): Dimension[] {
  return filteredBy(where).map(name => DIMENSION_OF[name]);
}

/** What is asked of the customers themselves, whatever they did. */
export function customerFilter({ country, lifecycleStage, account, segment, and }: NarrowedFilter): NarrowedFilter {
  return { country, lifecycleStage, account, segment, and };
}

/** SQL conditions; values become parameters. An empty list finds nothing. */
export function filterSql(s: Statement, where: NarrowedFilter, row: Counted): string[] {
  const place = (dimension: Dimension) => PLACES[dimension].sql(row);
  const conditions: string[] = [];
  const lists = ['channel', 'touchpoint', 'country', 'lifecycleStage'] as const;
  for (const name of lists) {
    const values = where[name];
    if (values != null) conditions.push(`${place(DIMENSION_OF[name])} = any(${s.bind(values, 'text[]')})`);
  }
  for (const name of ['surveyKind', 'currency', 'scale'] as const) {
    const given = where[name];
    const value = name === 'currency' && given === NO_CURRENCY ? '' : given;
    if (value != null) conditions.push(`${place(DIMENSION_OF[name])} = ${s.bind(value, 'text')}`);
  }
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
