// Asks the database for everything that a question needs to know before the columns are read. One statement.
import type { Sql } from '../../../base/database/sql.ts';
import { Statement } from '../../../base/database/statement.ts';
import type { Dimension } from '../dimensions.ts';
import type { NarrowedFilter } from '../filter.ts';
import type { FactKind } from '../kinds.ts';
import type { ColumnPlan, Filter, Step } from './chunk.ts';
import { IdLists, IdSet, MOST_ID, MOST_IDS, MOST_LISTED } from './ids.ts';
import { COMPLETE } from './pack-sql.ts';
import { floats, integers } from './packed.ts';
import { columnFilters, columnPlaceOf } from './places.ts';

export interface Question {
  readonly kinds: readonly FactKind[];
  readonly by: readonly Dimension[];
  /** By JOURNEY_STAGE: the key of the only journey whose stages are groups. */
  readonly journey?: string | null;
  readonly where: NarrowedFilter;
}

interface Row {
  readonly role: 'ready' | 'filter' | 'step';
  readonly place: number;
  readonly value: string;
  readonly ids: string;
  readonly since: string;
  readonly until: string;
}

/** Null where the copy cannot answer, or is not there yet. */
export async function planColumns(sql: Sql, { kinds, by, journey, where }: Question): Promise<ColumnPlan | null> {
  const s = new Statement();
  const filters = columnFilters(s, where);
  if (!filters) return null;
  const steps = by.flatMap(dimension => {
    const place = columnPlaceOf(dimension);
    return place.holds === 'UNIT' ? [] : [{ dimension, place }];
  });
  const parts = [
    readySql(s.bind(kinds, 'text[]'), s.bind(COMPLETE, 'jsonb')),
    ...filters.map(({ ids, isTimed = false }, i) => `select 'filter', ${i}, '', ${packed(isTimed)} from (${ids}) x`),
    ...steps.flatMap(({ place }, i) => {
      if (place.holds !== 'LIST') return [];
      const rows = `${place.list(s, journey)} limit ${MOST_IDS + 1}`;
      return [`select 'step', ${i}, value, ${packed(place.isTimed)} from (${rows}) x group by value`];
    }),
  ];
  const rows = await sql.query<Row>(parts.join(' union all '), s.params);
  if (!rows.some(row => row.role === 'ready')) return null;
  const lists = rows.map(({ role, place, value, ids, since, until }) => ({
    ...{ role, place, value, ids: integers(ids) },
    ...(since === '' ? {} : { since: floats(since), until: floats(until) }),
  }));
  if (lists.reduce((sum, { ids }) => sum + ids.length, 0) > MOST_IDS) return null;
  if (lists.some(({ since, until }) => !areWhole(since) || !areWhole(until))) return null;
  const of = (role: Row['role'], place: number) => lists.filter(row => row.role === role && row.place === place);
  if (filters.some((_, i) => of('filter', i)[0]!.ids.some(id => id > MOST_ID))) return null;
  const plan = {
    filters: filters.map(({ column, isTimed }, i): Filter => {
      const own = of('filter', i);
      return isTimed ? { column, during: new IdLists(own) } : { column, ids: new IdSet(own[0]!.ids) };
    }),
    steps: steps.map(({ dimension, place }, i): Step => {
      const { column } = place;
      if (place.holds !== 'LIST') return { dimension, column, overlaps: false, isTimed: false };
      const { overlaps, isTimed } = place;
      const own = of('step', i);
      return { dimension, column, overlaps, isTimed, lists: new IdLists(own), values: own.map(({ value }) => value) };
    }),
  };
  const listed = [...plan.filters.map(({ during }) => during), ...plan.steps.map(({ lists }) => lists)];
  return listed.some(one => one && one.size > MOST_LISTED) ? null : plan;
}

/** Facts have their moments rounded down to these: then they are before and after the same as without that. */
function areWhole(moments: Float64Array | undefined): boolean {
  return !moments?.some(moment => Number.isFinite(moment) && !Number.isInteger(moment));
}

/** An id that does not fit is greater than any that is looked up. */
const packed = (isTimed: boolean) =>
  [
    'int4send(least(id, 2147483647)::int)',
    ...['since', 'until'].map(at => (isTimed ? `float8send((extract(epoch from ${at}) * 1000)::float8)` : `''::bytea`)),
  ]
    .map(value => `coalesce(encode(string_agg(${value}, ''), 'base64'), '')`)
    .join(', ');

const readySql = (kinds: string, complete: string) => `
  select 'ready' as role, 0 as place, '' as value, '' as ids, '' as since, '' as until
  where (select value from setting where key = 'columns') = ${complete}
    and not exists (select from metric_chunk where kind = any(${kinds}) and not whole)`;
