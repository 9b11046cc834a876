// Pure: where the columnar copy has the value of each dimension, and what a filter lets pass.
import { idArgument, survivorOf } from '../../../base/database/conditions.ts';
import type { Statement } from '../../../base/database/statement.ts';
import type { ChunkColumn } from '../../../base/tables/chunk-columns.ts';
import { type Dimension, type DimensionName, traitOf } from '../dimensions.ts';
import { listedIn, type MetricFilter, type NarrowedFilter, NO_CURRENCY } from '../filter.ts';
import { COHORT_SQL, SIZE_SQL, traitSql } from '../looked-up.ts';
import { isWalkedSql, stagePlaceSql } from '../memberships.ts';

export type ColumnPlace =
  | { readonly column: ChunkColumn; readonly holds: 'NAME' | 'ID' }
  /**
   * SQL of `value` by `id`, with `since` and `until` where an id has it for a time. Facts whose id has none are in no group
   * where groups overlap, else in that of ''.
   */
  | {
      readonly column: ChunkColumn;
      readonly holds: 'LIST';
      readonly overlaps: boolean;
      readonly isTimed: boolean;
      list(s: Statement, journey: string | null | undefined): string;
    }
  /** Part of every outcome. */
  | { readonly holds: 'UNIT' };

const name = (column: ChunkColumn): ColumnPlace => ({ column, holds: 'NAME' });
const id = (column: ChunkColumn): ColumnPlace => ({ column, holds: 'ID' });
const list = (column: ChunkColumn, sql: string, overlaps = false): ColumnPlace => ({
  ...{ column, holds: 'LIST', overlaps, isTimed: false },
  list: () => sql,
});

const PLACES: Readonly<Record<Exclude<DimensionName, 'TRAIT'>, ColumnPlace>> = {
  CHANNEL: name('channel'),
  TOUCHPOINT: name('touchpoint'),
  COUNTRY: name('country'),
  LANGUAGE: name('language'),
  LIFECYCLE_STAGE: name('lifecycle_stage'),
  AGENT: name('agent'),
  SURVEY_CHANNEL: name('survey_channel'),
  SIGNUP_COHORT: list(
    'subject',
    `select value, id from (
      select ${COHORT_SQL('p')} as value, p.customer_id as id from person_record p group by p.customer_id
    ) c where value is not null`,
  ),
  SURVEY: id('survey_id'),
  SOURCE: id('connection_id'),
  ACCOUNT: id('account_id'),
  SURVEY_KIND: list('survey_id', 'select kind as value, id from survey'),
  ACCOUNT_INDUSTRY: list('account_id', 'select industry as value, id from account where industry is not null'),
  ACCOUNT_SIZE: list(
    'account_id',
    `select ${SIZE_SQL('a')} as value, a.id from account a where a.employees is not null`,
  ),
  SEGMENT: list(
    'subject',
    'select m.segment_id::text as value, m.customer_id as id from segment_member m join segment s on s.id = m.segment_id',
    true,
  ),
  CURRENCY: { holds: 'UNIT' },
  CASE_PRIORITY: list('case_id', 'select priority as value, id from interaction where priority is not null'),
  JOURNEY_STAGE: {
    ...{ column: 'subject', holds: 'LIST', overlaps: true, isTimed: true },
    list: (s, journey) => `select v.journey_id || '/' || v.stage as value, v.customer_id as id, v.at as since, v.until
      from journey_visit v join journey j on j.id = v.journey_id and ${isWalkedSql('j')}
      ${journey == null ? '' : `where j.key = ${s.bind(journey, 'text')}`}`,
  },
};

export function columnPlaceOf(dimension: Dimension): ColumnPlace {
  const trait = traitOf(dimension);
  if (trait === null) return PLACES[dimension as keyof typeof PLACES];
  const value = traitSql('c', trait);
  return list('subject', `select ${value} as value, c.id from customer c where ${value} <> ''`);
}

/** What one column must hold: SQL of `id`, with `since` and `until` where it must happen meanwhile. */
export interface ColumnFilter {
  readonly column: ChunkColumn;
  readonly ids: string;
  readonly isTimed?: true;
}

/** Null where the copy cannot tell: who has no value is in no list. */
export function columnFilters(s: Statement, where: NarrowedFilter): ColumnFilter[] | null {
  const asked: readonly MetricFilter[] = where.and ? [where, where.and] : [where];
  const filters: ColumnFilter[] = [];
  for (const { dimension, values } of listedIn(where)) {
    const place = columnPlaceOf(dimension);
    if (place.holds === 'NAME') filters.push({ column: place.column, ids: codesSql(s.bind(values, 'text[]')) });
    else if (place.holds === 'LIST') {
      if (values.includes('')) return null;
      const rows = `(${place.list(s, null)}) l where l.value = any(${s.bind(values, 'text[]')})`;
      filters.push({ column: place.column, ids: `select l.id from ${rows}` });
    }
  }
  if (where.survey != null)
    filters.push({ column: 'survey_id', ids: `select id from survey where key = ${s.bind(where.survey, 'text')}` });
  if (where.surveyKind != null)
    filters.push({
      column: 'survey_id',
      ids: `select id from survey where kind = ${s.bind(where.surveyKind, 'text')}`,
    });
  if (where.source != null)
    filters.push({
      column: 'connection_id',
      ids: `select id from connection where key = any(${s.bind(where.source, 'text[]')})`,
    });
  if (where.account != null) {
    const account = idArgument('where.account', 'account', where.account);
    filters.push({ column: 'account_id', ids: `select ${survivorOf(s, 'account', account)} as id` });
  }
  for (const unit of [where.currency === NO_CURRENCY ? '' : where.currency, where.scale])
    if (unit != null) filters.push({ column: 'outcome', ids: outcomesSql(s.bind(unit, 'text')) });
  for (const { segment } of asked)
    if (segment != null)
      filters.push({
        column: 'subject',
        ids: `select customer_id as id from segment_member
          where segment_id = (select id from segment where key = ${s.bind(segment, 'text')})`,
      });
  for (const { journey, journeyStage } of asked) {
    if (journey != null) filters.push(visitsOf(s, journey, null));
    if (journeyStage != null) filters.push(visitsOf(s, journeyStage.journey, journeyStage.stage));
  }
  return filters;
}

function visitsOf(s: Statement, journey: string, stage: string | null): ColumnFilter {
  const key = s.bind(journey, 'text');
  const isStage = stage === null ? '' : ` and v.stage = ${stagePlaceSql(key, s.bind(stage, 'text'))}`;
  const ids = `select v.customer_id as id, v.at as since, v.until from journey_visit v
    where v.journey_id = (select j.id from journey j where j.key = ${key} and ${isWalkedSql('j')})${isStage}`;
  return { column: 'subject', ids, isTimed: true };
}

/** No name has the code 0. */
const codesSql = (names: string) => `select code as id from metric_code where name = any(${names})
  union all select 0 from unnest(${names}) n where n = ''`;

/** An outcome is its bin, its sign and its unit: see `outcomeSql`. */
const outcomesSql = (unit: string) => `select code as id from metric_code
  where name ~ '^-?[0-9]+ -?[0-9]+ ' and regexp_replace(name, '^-?[0-9]+ -?[0-9]+ ', '') = ${unit}`;
