// Which facts are counted: the conditions of a report as SQL over cells or facts.
import { idArgument, survivorOf } from '../database/graph/conditions.ts';
import type { Statement } from '../database/graph/statement.ts';
import { badInput } from '../errors.ts';
import { type Counted, type Dimension, PLACES } from './dimensions.ts';

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
};

export function filteredBy(where: MetricFilter): (keyof MetricFilter)[] {
  return (Object.keys(DIMENSION_OF) as (keyof MetricFilter)[]).filter(name => where[name] != null);
}

export function filterDimensions(where: MetricFilter): Dimension[] {
  return filteredBy(where).map(name => DIMENSION_OF[name]);
}

/** SQL conditions; values become parameters. An empty list finds nothing. */
export function filterSql(s: Statement, where: MetricFilter, row: Counted): string[] {
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
  return conditions;
}

/** Text of the names in a filter that do not exist, so that a typing error is not an empty report. */
export function unknownNamesSql(s: Statement, where: MetricFilter): string | null {
  const parts: string[] = [];
  if (where.survey != null) {
    const key = s.bind(where.survey, 'text');
    parts.push(`select 'survey' as field, ${key} as name where not exists (select from survey where key = ${key})`);
  }
  if (where.source != null)
    parts.push(
      `select 'source' as field, k as name from unnest(${s.bind(where.source, 'text[]')}) k where not exists (select from connection where key = k)`,
    );
  return parts.length ? parts.join(' union all ') : null;
}

/** @throws UserError BAD_USER_INPUT */
export function refuseUnknown(rows: readonly { field: string; name: string }[]): void {
  const [first] = rows;
  if (!first) return;
  const remedy =
    first.field === 'survey' ? 'The query "surveys" lists their keys.' : 'The query "connections" lists their keys.';
  throw badInput(
    `where.${first.field}`,
    `There is no ${first.field === 'survey' ? 'survey' : 'connection'} "${first.name}". ${remedy}`,
  );
}
