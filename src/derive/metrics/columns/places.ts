// Pure: where the columnar copy has the value of each dimension, and what a filter lets pass.
import { idArgument, survivorOf } from '../../../base/database/conditions.ts';
import type { Statement } from '../../../base/database/statement.ts';
import type { ChunkColumn } from '../../../base/tables/chunk-columns.ts';
import type { Dimension } from '../dimensions.ts';
import { type MetricFilter, type NarrowedFilter, NO_CURRENCY } from '../filter.ts';

export type ColumnPlace =
  | { readonly column: ChunkColumn; readonly holds: 'NAME' | 'ID' }
  /** `list` is SQL of values by id. Facts whose id has none are in no group where groups overlap, else in that of ''. */
  | { readonly column: ChunkColumn; readonly holds: 'LIST'; readonly list: string; readonly overlaps: boolean }
  /** Part of every outcome. */
  | { readonly holds: 'UNIT' };

const name = (column: ChunkColumn): ColumnPlace => ({ column, holds: 'NAME' });
const id = (column: ChunkColumn): ColumnPlace => ({ column, holds: 'ID' });
const list = (column: ChunkColumn, sql: string, overlaps = false): ColumnPlace => ({
  column,
  holds: 'LIST',
  list: sql,
  overlaps,
});

/** Null where the facts themselves must be counted. */
export const COLUMN_PLACES: Readonly<Record<Dimension, ColumnPlace | null>> = {
  CHANNEL: name('channel'),
  TOUCHPOINT: name('touchpoint'),
  COUNTRY: name('country'),
  LANGUAGE: name('language'),
  LIFECYCLE_STAGE: name('lifecycle_stage'),
  SURVEY: id('survey_id'),
  SOURCE: id('connection_id'),
  ACCOUNT: id('account_id'),
  SURVEY_KIND: list('survey_id', 'select kind as value, id from survey'),
  ACCOUNT_INDUSTRY: list('account_id', 'select industry as value, id from account where industry is not null'),
  SEGMENT: list(
    'subject',
    'select m.segment_id::text as value, m.customer_id as id from segment_member m join segment s on s.id = m.segment_id',
    true,
  ),
  CURRENCY: { holds: 'UNIT' },
  JOURNEY_STAGE: null,
  CASE_PRIORITY: null,
};

/** What one column must hold: SQL of the numbers. */
export interface ColumnFilter {
  readonly column: ChunkColumn;
  readonly ids: string;
}

/** Null where the facts themselves must be asked. */
export function columnFilters(s: Statement, where: NarrowedFilter): ColumnFilter[] | null {
  const asked: readonly MetricFilter[] = where.and ? [where, where.and] : [where];
  if (asked.some(({ journey, journeyStage }) => journey != null || journeyStage != null)) return null;
  const filters: ColumnFilter[] = [];
  const texts = {
    channel: 'channel',
    touchpoint: 'touchpoint',
    country: 'country',
    lifecycleStage: 'lifecycle_stage',
  } as const;
  for (const [field, column] of Object.entries(texts) as [keyof typeof texts, ChunkColumn][]) {
    const values = where[field];
    if (values != null) filters.push({ column, ids: codesSql(s.bind(values, 'text[]')) });
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
  return filters;
}

/** No name has the code 0. */
const codesSql = (names: string) => `select code as id from metric_code where name = any(${names})
  union all select 0 from unnest(${names}) n where n = ''`;

/** An outcome is its bin, its sign and its unit: see `outcomeSql`. */
const outcomesSql = (unit: string) => `select code as id from metric_code
  where name ~ '^-?[0-9]+ -?[0-9]+ ' and regexp_replace(name, '^-?[0-9]+ -?[0-9]+ ', '') = ${unit}`;
